import { ExchangeFilter } from '../contract/control/exchange.ts'

/**
 * Checks what a program filters by: a name that is none, or a time that is none, would pass everything.
 * @throws TypeError naming it
 */
export const checkFilter = (filter: ExchangeFilter): void => {
  const known = Object.keys(ExchangeFilter.properties)
  for (const name of Object.keys(filter)) {
    if (known.includes(name)) continue
    throw new TypeError(`there is no filter ${name}; there are ${known.join(', ')}`)
  }
  if (filter.since !== undefined && Number.isNaN(Date.parse(filter.since))) {
    throw new TypeError(`since: must be a time, got ${JSON.stringify(filter.since)}`)
  }
}
