import type { LoyaltyProgram } from '../account.ts'

const DAY_MS = 86_400_000

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  D: DAY_MS,
  W: 7 * DAY_MS,
  M: 30 * DAY_MS,
  Y: 365 * DAY_MS,
}

/** The last instant that RFC 3339 can write. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const DURATION = /^(\d+)([smhDWMY])(?:_([DU]))?$/

/**
 * A duration as `30D`, in milliseconds; undefined for any other text, `unlimited` and `immediate` too.
 * Source: Management API, loyalty programs. Assumed: a month is 30 days, a year 365.
 */
export const durationMs = (text: string): number | undefined => {
  if (text === 'unlimited' || text === 'immediate') return undefined
  const [, amount = '', unit = ''] = DURATION.exec(text) ?? []
  const unitMs = UNITS_MS[unit]
  return unitMs === undefined ? undefined : Math.min(Number(amount) * unitMs, LAST)
}

/**
 * The instant so long after another; undefined for a text that is no duration. `_D` goes back to the
 * start of its day, `_U` on to the end of its day, week, month or year, in UTC (assumed).
 * Source: Management API, `defaultValidity` (rounding of durations).
 */
export const instantAfter = (text: string, at: number): number | undefined => {
  const ms = durationMs(text)
  if (ms === undefined) return undefined
  const then = Math.min(at + ms, LAST)
  const [, , unit = '', rounding] = DURATION.exec(text) ?? []
  if (rounding === 'D') return then - (then % DAY_MS)
  return rounding === 'U' ? Math.min(nextStart(unit, then), LAST) : then
}

/** The start of the day, week (Monday), month or year after an instant. */
const nextStart = (unit: string, at: number): number => {
  const date = new Date(at)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  switch (unit) {
    case 'Y':
      return Date.UTC(year + 1, 0)
    case 'M':
      return Date.UTC(year, month + 1)
    case 'W':
      return Date.UTC(year, month, day + 7 - ((date.getUTCDay() + 6) % 7))
    default:
      return Date.UTC(year, month, day + 1)
  }
}

/** An instant as RFC 3339; one that lies beyond it is the last. */
export const toInstant = (at: number): string => new Date(Math.min(at, LAST)).toISOString()

/** The start of points that wait for an action. */
export const ON_ACTION = toInstant(LAST)

/**
 * From when on and until when points count that a program gives now. Those that wait for an action have no
 * end before they are activated. Source: Integration API, `validityDuration` ("relative to the activation date").
 */
export const validityOf = (
  { defaultPending, defaultValidity }: Pick<LoyaltyProgram, 'defaultPending' | 'defaultValidity'>,
  now: number,
): { startDate?: string; expiryDate?: string } => {
  if (defaultPending === 'on_action') return { startDate: ON_ACTION }
  const start = instantAfter(defaultPending, now)
  const end = instantAfter(defaultValidity, start ?? now)
  return {
    ...(start !== undefined && { startDate: toInstant(start) }),
    ...(end !== undefined && { expiryDate: toInstant(end) }),
  }
}

/** Whether points that a program gives now can't be spent yet. */
export const areAddedPending = (program: LoyaltyProgram, now: number): boolean => {
  const { startDate } = validityOf(program, now)
  return startDate !== undefined && Date.parse(startDate) > now
}
