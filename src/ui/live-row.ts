import type { Exchange } from '../contract/control/exchange.ts'
import type { LiveExchange } from '../contract/control/live.ts'
import { decoded } from './route.ts'

/** An exchange of the ledger as the feed tells it; which profile it is of, only whoever asked for it knows. */
export const toRow = (
  { id, world, receivedAt, durationMs, request, response, callback }: Exchange,
  profileId: string | null = null,
): LiveExchange => ({
  id,
  world,
  receivedAt,
  method: request.method,
  path: request.path,
  status: response?.status ?? null,
  durationMs,
  sessionId: sessionIn(request.path),
  profileId,
  correlationId: callback?.correlationId ?? correlationIn(request.headers),
  callback: callback && {
    id: callback.id,
    state: callback.state,
    attempts: callback.attempts.length,
    reason: callback.reason,
  },
})

const sessionIn = (path: string): string | null => {
  const [, id] = /\/customer_sessions\/([^/?]+)/.exec(path) ?? []
  return id === undefined ? null : decoded(id)
}

const correlationIn = (headers: Record<string, unknown>): string | null => {
  const value = headers['x-correlation-id']
  return typeof value === 'string' ? value : null
}
