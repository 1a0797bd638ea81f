/** Days and times in a time zone. `now` in milliseconds since 1970, zones by their IANA names. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** As `2026-01-31 09:30`. */
const localTime = (now: number, timeZone: string): string => {
  let format = formats.get(timeZone)
  if (!format) {
    // Swedish dates and times are ISO dates and times.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(timeZone, format)
  }
  return format.format(now)
}

/** The day, as `2026-01-31`. */
export const dayAt = (now: number, timeZone: string): string =>
  localTime(now, timeZone).slice(0, 10)

/** The time, as `09:30`. */
export const clockAt = (now: number, timeZone: string): string =>
  localTime(now, timeZone).slice(11, 16)

/** The day of the week; 0: Sunday. */
export const weekdayAt = (now: number, timeZone: string): number =>
  new Date(`${dayAt(now, timeZone)}T00:00:00Z`).getUTCDay()
