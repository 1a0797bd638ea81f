import { CALLBACK_STATES, type CallbackState } from '../contract/control/callback-states.ts'
import { ExchangeFilter } from '../contract/control/exchange.ts'
import { isOver, type LedgerEntry } from './ledger-entry.ts'

/** One filter that was given. */
export interface Criterion {
  readonly name: keyof ExchangeFilter
  readonly wanted: string
  holds(entry: LedgerEntry): boolean
  /** What an entry has there, for whoever wonders why it doesn't pass. */
  got(entry: LedgerEntry): string
}

export const correlationIdOf = (entry: LedgerEntry): unknown =>
  entry.callback?.message.correlationId ?? entry.headers['x-correlation-id']

/** The fields of an entry that are filtered by what they are, the one that tells entries apart best first. */
export const FIELDS = {
  correlationId: correlationIdOf,
  sessionId: (entry: LedgerEntry) => entry.sessionId,
  profileId: (entry: LedgerEntry) => entry.profileId,
  path: ({ path }: LedgerEntry) => path.split('?', 1)[0],
  status: (entry: LedgerEntry) => entry.status,
} as const satisfies { [Name in keyof ExchangeFilter]?: (entry: LedgerEntry) => unknown }

/** Their names, in that order. */
export const FIELD_NAMES: readonly (keyof typeof FIELDS)[] = [
  'correlationId',
  'sessionId',
  'profileId',
  'path',
  'status',
]

/** The filters that are given, read once for many entries. */
export const criteriaOf = (filter: ExchangeFilter): readonly Criterion[] => {
  const { since, callback, after } = filter
  const criteria: Criterion[] = []
  for (const name of FIELD_NAMES) {
    const wanted = filter[name]
    if (wanted === undefined) continue
    const of: (entry: LedgerEntry) => unknown = FIELDS[name]
    criteria.push({
      name,
      wanted: JSON.stringify(wanted),
      holds: (entry) => of(entry) === wanted,
      got: (entry) => JSON.stringify(of(entry)) ?? 'none',
    })
  }
  if (since !== undefined) {
    const from = Date.parse(since)
    criteria.push({
      name: 'since',
      wanted: since,
      holds: ({ receivedAt }) => receivedAt >= from,
      got: ({ receivedAt }) => new Date(receivedAt).toISOString(),
    })
  }
  if (after !== undefined) {
    criteria.push({
      name: 'after',
      wanted: after,
      holds: ({ id }) => id > after,
      got: ({ id }) => id,
    })
  }
  if (callback !== undefined) {
    const states = statesOf(callback)
    criteria.push({
      name: 'callback',
      wanted: callback,
      holds: (entry) => entry.callback !== undefined && states.has(entry.callback.state),
      got: (entry) => entry.callback?.state ?? 'none asked for',
    })
  }
  return criteria
}

/** The states that text like `failed,cancelled` or `settled` names. */
export const statesOf = (callback: string): ReadonlySet<CallbackState> =>
  new Set(
    callback.split(',').flatMap((name) => {
      if (name === 'settled') return CALLBACK_STATES.filter(isOver)
      return CALLBACK_STATES.filter((state) => name === 'any' || name === state)
    }),
  )

/** Whether an entry passes all of them. */
export const passes = (entry: LedgerEntry, criteria: readonly Criterion[]): boolean => {
  for (const criterion of criteria) if (!criterion.holds(entry)) return false
  return true
}

/**
 * Checks what a program filters by: a name that is none, or a value that is none, would pass everything
 * or nothing.
 * @throws TypeError naming it
 */
export const checkFilter = (filter: ExchangeFilter): void => {
  const known = Object.keys(ExchangeFilter.properties)
  for (const name of Object.keys(filter)) {
    if (known.includes(name)) continue
    throw new TypeError(`there is no filter ${name}; there are ${known.join(', ')}`)
  }
  const { since, callback } = filter
  if (since !== undefined && Number.isNaN(Date.parse(since))) {
    throw new TypeError(`since: must be a time, got ${JSON.stringify(since)}`)
  }
  const pattern = new RegExp(ExchangeFilter.properties.callback.pattern)
  if (callback !== undefined && !pattern.test(callback)) {
    const states = [...CALLBACK_STATES, 'settled', 'any'].join(', ')
    throw new TypeError(`callback: must be of ${states}, got ${JSON.stringify(callback)}`)
  }
}
