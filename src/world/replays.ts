import type { Clock } from './ports.ts'

/** What was answered to a request. */
export interface ReplayedReply {
  readonly status: number
  readonly body: string | undefined
}

/** Answers to requests that named an idempotency key, for when they come again. */
export interface Replays {
  /** What was answered before, or is being worked on; undefined: it is new. */
  find(key: string): Promise<ReplayedReply | undefined> | undefined
  /** Notes that a request is being worked on; call what it returns once, with the reply to keep, or none. */
  begin(key: string): (reply: ReplayedReply | undefined) => void
  clear(): void
}

/** How long a reply is kept. Source: Integration API, `Idempotency-Key`. */
const KEPT_MS = 24 * 3_600_000

/** Replies that are kept; the oldest go first. */
const MAX_KEPT = 10_000

export const createReplays = (clock: Pick<Clock, 'now'>): Replays => {
  const kept = new Map<string, { at: number; reply: Promise<ReplayedReply | undefined> }>()
  return {
    find(key) {
      const found = kept.get(key)
      if (!found) return undefined
      if (clock.now() - found.at < KEPT_MS) return found.reply
      kept.delete(key)
      return undefined
    },

    begin(key) {
      let answer: (reply: ReplayedReply | undefined) => void = () => {}
      const reply = new Promise<ReplayedReply | undefined>((resolve) => {
        answer = resolve
      })
      const entry = { at: clock.now(), reply }
      kept.set(key, entry)
      const [oldest] = kept.keys()
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
      return (given) => {
        answer(given)
        if (!given && kept.get(key) === entry) kept.delete(key)
      }
    },

    clear() {
      kept.clear()
    },
  }
}
