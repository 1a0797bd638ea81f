import type { Callback } from './exchange.ts'
import type { NearMiss } from './misses.ts'

/** A near miss in one line, as waits in process and those of the client show it. */
export const missText = ({ exchange, missed }: NearMiss): string => {
  const { request, response, callback } = exchange
  const status = response?.status ?? 'unanswered'
  const fate = callback ? callbackText(callback) : 'no callback asked for'
  return `${request.method} ${request.path} → ${status}, ${fate}; not as wanted: ${missed.join('; ')}`
}

const callbackText = ({ state, reason, attempts, correlationId }: Callback): string => {
  const last = attempts.at(-1)
  const ended = last && `attempt ${last.number}: ${last.reason ?? `status ${last.status}`}`
  const why = reason ?? ended
  return `callback ${state}${why ? ` (${why})` : ''}, correlation ID ${correlationId ?? 'none'}`
}
