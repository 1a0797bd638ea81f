import type { AttemptOutcome } from '../contract/control/exchange.ts'
import type { AfterAttempt } from '../world/ports.ts'

/** Milliseconds to wait after the first, second, … failed attempt; the attempt behind the last is the last. */
export type RetryPolicy = readonly number[]

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Presets of `--callback-retries`. The service documents no retries: all of them are the emulator's own. */
export const RETRY_PRESETS = {
  quick: [200, SECOND, 5 * SECOND],
  none: [],
  realistic: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
} as const satisfies Record<string, RetryPolicy>

/** Reads `--callback-retries`: a preset, or waits in milliseconds with commas between. */
export const parseRetries = (text: string): RetryPolicy =>
  isPreset(text) ? RETRY_PRESETS[text] : text.split(',').map(Number)

const isPreset = (text: string): text is keyof typeof RETRY_PRESETS =>
  Object.hasOwn(RETRY_PRESETS, text)

/** Longest wait that a receiver's `Retry-After` may ask for. */
export const MAX_RETRY_AFTER_MS = MINUTE

/**
 * What follows attempt `number` (1 = first) that ended at `now`. A 410 and a blocked target stop at
 * once; `Retry-After` stretches the wait, never shortens it.
 */
export const afterAttempt = (
  number: number,
  outcome: AttemptOutcome,
  policy: RetryPolicy,
  now: number,
): AfterAttempt => {
  if (outcome.kind === 'delivered') return { state: 'delivered' }
  if (outcome.kind === 'blocked') return { state: 'failed', reason: describe(outcome) }
  if (outcome.kind === 'refused' && outcome.status === 410) {
    return { state: 'failed', reason: 'the receiver answered 410 Gone' }
  }
  const wait = policy[number - 1]
  if (wait === undefined) {
    return { state: 'failed', reason: `${describe(outcome)}; no attempts left after ${number}` }
  }
  const asked = outcome.kind === 'refused' ? (outcome.retryAfterMs ?? 0) : 0
  return {
    state: 'waiting',
    nextAttemptAt: now + Math.max(wait, Math.min(asked, MAX_RETRY_AFTER_MS)),
  }
}

const describe = (outcome: AttemptOutcome): string => {
  switch (outcome.kind) {
    case 'timeout':
      return `no answer within ${outcome.afterMs} ms`
    case 'unreachable':
    case 'blocked':
      return `${outcome.kind}: ${outcome.reason}`
    case 'delivered':
    case 'refused':
      return `the receiver answered ${outcome.status}`
  }
}

/** The three forms of an HTTP date; the last has no zone and means GMT. Source: RFC 9110, 5.6.7. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? [\w :-]+ GMT$/
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds, or an HTTP date. Undefined when it
 * is neither or lies in the past.
 */
export const parseRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header)) return Number(header) * SECOND
  const at = parseHttpDate(header)
  return at > now ? at - now : undefined
}

const parseHttpDate = (text: string): number => {
  if (HTTP_DATE.test(text)) return Date.parse(text)
  return ASCTIME_DATE.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
}
