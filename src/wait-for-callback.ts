import type { Exchange, ExchangeFilter } from './contract/control/exchange.ts'
import type { World } from './world/create-world.ts'
import { type LedgerEntry, matches, toExchange } from './world/ledger.ts'

/** Near misses that a failed wait shows. */
const MAX_MISSES = 5

/**
 * Resolves to the newest exchange that passes the filter, at once when the ledger has it already,
 * else as soon as there is one. `callback` is `settled` unless the filter says otherwise.
 * @throws Error after `timeoutMs`, or when the signal aborts, showing what came instead
 */
export const waitForCallback = (
  world: World,
  filter: ExchangeFilter,
  timeoutMs: number,
): Promise<Exchange> => {
  const wanted: ExchangeFilter = { callback: 'settled', ...filter }
  for (const entry of world.ledger.newestFirst(wanted)) {
    return Promise.resolve(toExchange(entry, world.name))
  }
  return new Promise((resolve, reject) => {
    const stopWatching = world.ledger.watch((entry: LedgerEntry) => {
      if (!matches(entry, wanted)) return
      stopWatching()
      clearTimeout(timer)
      resolve(toExchange(entry, world.name))
    })
    const timer = setTimeout(() => {
      stopWatching()
      reject(new Error(explainTimeout(world, wanted, timeoutMs)))
    }, timeoutMs)
  })
}

const explainTimeout = (world: World, wanted: ExchangeFilter, timeoutMs: number): string => {
  const misses: string[] = []
  for (const entry of world.ledger.newestFirst({})) {
    if (misses.length === MAX_MISSES) break
    const { request, response, callback } = toExchange(entry, world.name)
    const fate = callback
      ? `callback ${callback.state}, correlation ID ${callback.correlationId ?? 'none'}`
      : 'no callback'
    misses.push(`${request.method} ${request.path} → ${response?.status ?? 'unanswered'}, ${fate}`)
  }
  const came =
    misses.length > 0 ? `; the latest exchanges: ${misses.join(' | ')}` : '; nothing came'
  return `no callback matched ${JSON.stringify(wanted)} within ${timeoutMs} ms${came}`
}
