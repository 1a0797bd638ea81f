/** How values are written, everywhere the same. */

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** A duration to be read: `1.4 ms`, `2.5 s`, `35 min`. */
export const durationText = (ms: number): string => {
  for (const [unit, size] of UNITS) {
    if (ms >= size) return `${rounded(ms / size)} ${unit}`
  }
  return `${rounded(ms)} ms`
}

const rounded = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))

/** How long ago, or how far ahead: `just now`, `12 s ago`, `in 5 min`. */
export const agoText = (time: string, now: number): string => {
  const ms = now - Date.parse(time)
  if (Number.isNaN(ms)) return time
  if (Math.abs(ms) < 1000) return 'just now'
  const [unit, size] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? UNITS[3]
  const count = Math.floor(Math.abs(ms) / size)
  return ms > 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`
}

/** A time to the millisecond, in the time zone of who reads it. */
export const exactTime = (time: string): string => {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return time
  const text = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
  return `${text}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** Money in major units: `12.50`. */
export const money = (value: number): string =>
  value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
