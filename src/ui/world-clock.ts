import { batch, signal } from '@preact/signals'
import type { ClockState } from '../contract/control/clock.ts'
import { client, noteRefusal } from './connection.ts'

const TICK_MS = 1000
/** Answers take a while, now more and now less: no reason to draw every time anew. */
const STEP_MS = 100

const machine = signal(Date.now())
setInterval(() => {
  machine.value = Date.now()
}, TICK_MS)

const frozenAt = signal<number | undefined>(undefined)
/** How far the world is ahead of the machine, as long as it isn't frozen. */
const aheadMs = signal(0)

/** The time of the machine, to the second for who looks on. */
export const machineNow = (): number => Math.max(machine.value, Date.now())

/** The time of the world that is looked at, as far as it is known; the same to who looks on. */
export const worldNow = (): number => frozenAt.value ?? machineNow() + aheadMs.value

/** Takes over what the emulator says of the world's clock. */
export const noteClock = ({ now, frozen }: ClockState): void => {
  const time = Date.parse(now)
  batch(() => {
    frozenAt.value = frozen ? time : undefined
    if (!frozen) aheadMs.value = Math.round((time - Date.now()) / STEP_MS) * STEP_MS
  })
}

/** Asks for the clock of the world that is looked at. */
export const askClock = async (): Promise<void> => {
  const asked = client.peek()
  try {
    const state = await asked.clock.get()
    if (asked === client.peek()) noteClock(state)
  } catch (error) {
    // The feed says when nobody answers; until then the clock is as it was.
    noteRefusal(error)
  }
}
