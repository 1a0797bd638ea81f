import { EvaluationError } from './errors.ts'
import { Time } from './value.ts'

/** Units in which times are counted and moved. */
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Years after which the calendar repeats, and their length. */
const CYCLE_YEARS = 400
const CYCLE_MS = 146_097 * DAY_MS

/** Parts of a time as they are written: month and day from 1. */
export interface TimeParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
  offsetMinutes: number
}

/** The parts of a time in its own offset; `weekday` counts from Sunday, 0. */
export const partsOf = (time: Time): TimeParts & { weekday: number } => {
  const local = new Date(time.at + time.offsetMinutes * MINUTE_MS)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
    offsetMinutes: time.offsetMinutes,
    weekday: local.getUTCDay(),
  }
}

/** The time of these parts; undefined when a part is out of range, as in 30 February. */
export const timeFrom = (parts: TimeParts): Time | undefined => {
  const { year, month, day, hour, minute, second, millisecond, offsetMinutes } = parts
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined
  // A cycle later, since Date takes the years below 100 for those of the last century.
  const start = Date.UTC(year + CYCLE_YEARS, month - 1, day) - CYCLE_MS
  if (new Date(start).getUTCDate() !== day) return undefined
  const inDay = hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + millisecond
  return new Time(start + inDay - offsetMinutes * MINUTE_MS, offsetMinutes)
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?$/i
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** Minutes of `+02:00`, `+0200` or `Z`. */
export const offsetOf = (text: string): number => {
  if (text.toUpperCase() === 'Z') return 0
  const digits = text.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return text.startsWith('-') ? -minutes : minutes
}

const readTime = (match: RegExpExecArray): Time | undefined =>
  timeFrom({
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4] ?? 0),
    minute: Number(match[5] ?? 0),
    second: Number(match[6] ?? 0),
    millisecond: Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')),
    offsetMinutes: offsetOf(match[8] ?? 'Z'),
  })

/** The time that RFC 3339 text names; undefined when it is none. */
export const timeOf = (text: string): Time | undefined => {
  const match = TIME.exec(text)
  if (!match?.[6] || !match[8] || text[10] === ' ') return undefined
  return readTime(match)
}

/**
 * The time of a text in any of the forms understood without a layout: RFC 3339, a date, a date and a
 * time without seconds or offset (UTC).
 * Deviation: the service understands more forms.
 * @throws EvaluationError for other text
 */
export const parseFreely = (text: string): Time => {
  const match = TIME.exec(text) ?? DATE.exec(text)
  const time = match ? readTime(match) : undefined
  if (time === undefined) throw new EvaluationError(`"${text.slice(0, 80)}" is not a time`)
  return time
}

/** The first and the last instant that a year of four digits names, in ms since 1970. */
const FIRST_MS = -62_167_219_200_000
const LAST_MS = 253_402_300_799_999

/** The time so much later, in the same offset. @throws EvaluationError beyond the years 0 to 9999 */
export const later = (time: Time, ms: number): Time => {
  const at = time.at + ms
  if (at >= FIRST_MS && at <= LAST_MS) return new Time(at, time.offsetMinutes)
  throw new EvaluationError('a time beyond the years 0 to 9999')
}
