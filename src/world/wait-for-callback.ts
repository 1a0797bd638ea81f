import type { Callback, Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
import type { World } from './create-world.ts'
import { checkFilter } from './exchange-filter.ts'
import { matches, toExchange } from './exchange-view.ts'
import type { LedgerEntry } from './ledger-entry.ts'

export interface WaitOptions {
  timeoutMs: number
  /** Aborts when nothing can come any more. */
  closed: AbortSignal
}

/**
 * Resolves to the newest exchange that passes the filter, at once when the ledger has it already,
 * else as soon as there is one. `callback` is `settled` unless the filter says otherwise.
 * @throws TypeError for a filter that is none; Error after `timeoutMs`, or when the emulator is closed, showing what came instead
 */
export const waitForCallback = async (
  world: World,
  filter: ExchangeFilter,
  { timeoutMs, closed }: WaitOptions,
): Promise<Exchange> => {
  checkFilter(filter)
  const { callback = 'settled', ...others } = filter
  const wanted: ExchangeFilter = { callback, ...others }
  for (const entry of world.ledger.newestFirst(wanted)) {
    return toExchange(entry, world.name)
  }
  return new Promise((resolve, reject) => {
    const stopWatching = world.ledger.watch((entry: LedgerEntry) => {
      if (!matches(entry, wanted)) return
      stopWaiting()
      resolve(toExchange(entry, world.name))
    })
    const giveUp = (when: string) => {
      stopWaiting()
      reject(
        new Error(
          `no callback matched ${JSON.stringify(wanted)} ${when}${whatCame(world, wanted)}`,
        ),
      )
    }
    const onClosed = () => giveUp('before the emulator was closed')
    const timer = setTimeout(() => giveUp(`within ${timeoutMs} ms`), timeoutMs)
    const stopWaiting = () => {
      stopWatching()
      clearTimeout(timer)
      closed.removeEventListener('abort', onClosed)
    }
    if (closed.aborted) onClosed()
    else closed.addEventListener('abort', onClosed)
  })
}

/** Near misses that a failed wait shows. */
const MAX_MISSES = 5

interface Miss {
  entry: LedgerEntry
  /** The filters it doesn't pass. */
  failed: string[]
}

/** The exchanges that come nearest, those that miss the fewest filters first, newest first. */
const whatCame = (world: World, wanted: ExchangeFilter): string => {
  const misses = Array.from(world.ledger.newestFirst({}), (entry): Miss => {
    const filters = Object.entries(wanted)
    const failed = filters.filter(([name, value]) => !matches(entry, { [name]: value }))
    return { entry, failed: failed.map(([name]) => name) }
  }).sort((a, b) => a.failed.length - b.failed.length)
  if (misses.length === 0) return '; no request came'
  const shown = misses.slice(0, MAX_MISSES).map((miss) => `\n  ${describeMiss(miss, world.name)}`)
  return `; ${misses.length} requests came, the nearest:${shown.join('')}`
}

const describeMiss = ({ entry, failed }: Miss, world: string): string => {
  const { request, response, callback } = toExchange(entry, world)
  const status = response?.status ?? 'unanswered'
  const fate = callback ? describeCallback(callback) : 'no callback asked for'
  return `${request.method} ${request.path} → ${status}, ${fate}; not as wanted: ${failed.join(', ')}`
}

const describeCallback = ({ state, reason, attempts, correlationId }: Callback): string => {
  const last = attempts.at(-1)
  const ended = last && `attempt ${last.number}: ${last.reason ?? `status ${last.status}`}`
  const why = reason ?? ended
  return `callback ${state}${why ? ` (${why})` : ''}, correlation ID ${correlationId ?? 'none'}`
}
