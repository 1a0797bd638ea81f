import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AttemptOutcome } from '../../src/contract/control/exchange.ts'
import type { Sender } from '../../src/delivery/sender.ts'
import type { CallbackMessage } from '../../src/world/ports.ts'

/** An attempt that the test ends. */
export interface FakeAttempt {
  message: CallbackMessage
  number: number
  isOver: boolean
  wasAborted: boolean
  end(outcome: AttemptOutcome): void
}

export interface FakeSender extends Sender {
  /** All attempts, in the order of their starts. */
  attempts: FakeAttempt[]
  underWay(): FakeAttempt[]
  isClosed: boolean
}

export const DELIVERED: AttemptOutcome = { kind: 'delivered', status: 200 }
export const REFUSED: AttemptOutcome = { kind: 'refused', status: 503 }

/** Sends nothing: keeps each attempt until the test ends it. */
export const createFakeSender = (): FakeSender => {
  const attempts: FakeAttempt[] = []
  return {
    attempts,
    underWay: () => attempts.filter((attempt) => !attempt.isOver),
    isClosed: false,
    send(message, number) {
      let resolve: (result: { outcome: AttemptOutcome; durationMs: number }) => void = () => {}
      const result = new Promise<{ outcome: AttemptOutcome; durationMs: number }>((settle) => {
        resolve = settle
      })
      const attempt: FakeAttempt = {
        message,
        number,
        isOver: false,
        wasAborted: false,
        end(outcome) {
          attempt.isOver = true
          resolve({ outcome, durationMs: 1 })
        },
      }
      attempts.push(attempt)
      return {
        result,
        abort() {
          if (attempt.isOver) return
          attempt.wasAborted = true
          attempt.end({ kind: 'unreachable', reason: 'broken off' })
        },
      }
    },
    async close() {
      this.isClosed = true
    },
  }
}

/** Lets the queue do all that it can do now: it hears of an end in one turn and starts in the next. */
export const allStarted = async (): Promise<void> => {
  await nextTurn()
  await nextTurn()
}
