const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  D: 86_400_000,
  W: 7 * 86_400_000,
  M: 30 * 86_400_000,
  Y: 365 * 86_400_000,
}

/**
 * A duration as `30D`, in milliseconds; undefined for any other text, `unlimited` and `immediate` too.
 * Source: Management API, loyalty programs. Assumed: a month is 30 days, a year 365.
 */
export const durationMs = (text: string): number | undefined => {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smhDWMY])$/.exec(text) ?? []
  const unitMs = UNITS_MS[unit]
  return unitMs === undefined ? undefined : Number(amount) * unitMs
}
