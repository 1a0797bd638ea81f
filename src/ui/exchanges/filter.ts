import { CALLBACK_STATES } from '../../contract/control/callback-states.ts'
import type { ExchangeFilter } from '../../contract/control/exchange.ts'
import type { LiveExchange } from '../../contract/control/live.ts'

/** What the list is narrowed to, as the address bar has it; absent: no narrowing. */
export interface ListFilter {
  readonly text?: string
  /** A status, or a class of them: `4xx`. */
  readonly status?: string
  readonly session?: string
  readonly profile?: string
  readonly correlation?: string
  /** A state of the callback, `none` or `any`. */
  readonly callback?: string
}

const FIELDS = ['text', 'status', 'session', 'profile', 'correlation', 'callback'] as const

export const STATUS_CHOICES = ['2xx', '4xx', '5xx'] as const
export const CALLBACK_CHOICES = ['any', 'none', ...CALLBACK_STATES] as const

export const filterOf = (query: Readonly<Record<string, string>>): ListFilter =>
  Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = query[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )

export const isNarrowed = (filter: ListFilter): boolean => Object.keys(filter).length > 0

/** Whether a row is one that was asked for. */
export const passes = (row: LiveExchange, filter: ListFilter): boolean => {
  const { text, status, session, profile, correlation, callback } = filter
  if (session && row.sessionId !== session) return false
  if (profile && row.profileId !== profile) return false
  if (correlation && row.correlationId !== correlation) return false
  if (status && !hasStatus(row.status, status)) return false
  if (callback && !hasCallback(row.callback?.state, callback)) return false
  return !text || hasText(row, text.toLowerCase())
}

const hasStatus = (status: number | null, wanted: string): boolean =>
  status !== null &&
  (/^\dxx$/.test(wanted) ? String(status)[0] === wanted[0] : String(status) === wanted)

const hasCallback = (state: string | undefined, wanted: string): boolean => {
  if (wanted === 'none') return state === undefined
  return wanted === 'any' ? state !== undefined : state === wanted
}

const hasText = (row: LiveExchange, text: string): boolean =>
  [row.id, row.method, row.path, row.sessionId, row.correlationId, row.callback?.reason].some(
    (value) => value?.toLowerCase().includes(text),
  )

/** As much of it as the ledger can look for by itself. */
export const ledgerFilter = ({
  status,
  session,
  profile,
  correlation,
  callback,
}: ListFilter): ExchangeFilter => ({
  ...(session && { sessionId: session }),
  ...(profile && { profileId: profile }),
  ...(correlation && { correlationId: correlation }),
  ...(status && /^\d{3}$/.test(status) && { status: Number(status) }),
  ...(isState(callback) && { callback }),
})

const isState = (text: string | undefined): text is NonNullable<ExchangeFilter['callback']> =>
  text !== undefined && (text === 'any' || CALLBACK_STATES.some((state) => state === text))
