import type { ServerResponse } from 'node:http'

/** The way into the emulated APIs: open until the emulator stops. */
export interface Intake {
  readonly isOpen: boolean
  /** Counts a request as under way until it is answered or its connection is gone. */
  admit(response: ServerResponse): void
  /** From here on it isn't open. Resolves when nothing that was admitted is under way any more. */
  close(): Promise<void>
}

export const createIntake = (): Intake => {
  let underWay = 0
  let isOpen = true
  let done: () => void = () => {}
  const closed = new Promise<void>((resolve) => {
    done = resolve
  })
  const left = () => {
    underWay--
    if (!isOpen && underWay === 0) done()
  }
  return {
    get isOpen() {
      return isOpen
    },
    admit(response) {
      underWay++
      // It comes once.
      response.on('close', left)
    },
    close() {
      isOpen = false
      if (underWay === 0) done()
      return closed
    },
  }
}
