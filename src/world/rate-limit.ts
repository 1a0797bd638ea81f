import { createHash } from 'node:crypto'
import type { Clock } from './ports.ts'

/** Keys that are watched at the same time; beyond it the one that asked least recently is forgotten. */
const MAX_KEYS = 10_000
const WINDOW_MS = 1000

/** What is kept of a key: as much of a long one as of a short one, and none can be read from it. */
const digest = (key: string) => createHash('sha256').update(key).digest('base64')

export interface RateLimit {
  /** Whether one more request of this key fits into the last second. A refused one doesn't count. */
  admit(key: string): boolean
  clear(): void
}

/**
 * At most `perSecond` requests a key in any second, all endpoints together; 0 admits everything.
 * Source: docs, Segment ("60 requests per second"). Assumed: counted per API key, in a sliding second.
 */
export const createRateLimit = (perSecond: number, clock: Clock): RateLimit => {
  const keys = new Map<string, { times: number[]; next: number }>()
  return {
    admit(key) {
      if (perSecond === 0) return true
      const now = clock.now()
      const kept = digest(key)
      const seen = keys.get(kept) ?? { times: [], next: 0 }
      keys.delete(kept)
      keys.set(kept, seen)
      if (keys.size > MAX_KEYS) {
        for (const oldest of keys.keys()) {
          keys.delete(oldest)
          break
        }
      }
      // The slot holds the time of the request that came `perSecond` requests ago.
      const earlier = seen.times[seen.next]
      // One from later than now came before the clock was set back.
      if (earlier !== undefined && earlier <= now && now - earlier < WINDOW_MS) return false
      seen.times[seen.next] = now
      seen.next = (seen.next + 1) % perSecond
      return true
    },
    clear: () => keys.clear(),
  }
}
