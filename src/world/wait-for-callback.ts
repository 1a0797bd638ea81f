import type { Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
import { missText } from '../contract/control/miss-text.ts'
import type { World } from './create-world.ts'
import { checkFilter, criteriaOf } from './exchange-filter.ts'
import { toExchange } from './exchange-view.ts'
import { nearMisses } from './near-misses.ts'
import { type WaitOutcome, wantedBy } from './waits.ts'

/**
 * Resolves to the newest exchange that passes the filter, at once when the ledger has it already,
 * else as soon as there is one. `callback` is `settled` unless the filter says otherwise.
 * @throws TypeError for a filter that is none; Error after `timeoutMs`, when the emulator is closed, or
 * when what is waited for has ended in another way, showing what came instead
 */
export const waitForCallback = async (
  world: World,
  filter: ExchangeFilter,
  timeoutMs: number,
): Promise<Exchange> => {
  checkFilter(filter)
  const outcome = await world.waits.wait(filter, timeoutMs).outcome
  if (outcome.kind === 'found') return toExchange(outcome.entry, world.name)
  const wanted = wantedBy(filter)
  const how = howItEnded(outcome.kind, timeoutMs)
  throw new Error(`no callback matched ${JSON.stringify(wanted)} ${how}${whatCame(world, wanted)}`)
}

/** Why a wait was in vain, as the end of a sentence. */
export const howItEnded = (
  kind: Exclude<WaitOutcome['kind'], 'found'>,
  timeoutMs: number,
): string => {
  switch (kind) {
    case 'timeout':
      return `within ${timeoutMs} ms`
    case 'impossible':
      return 'and none will: it has ended in another way'
    case 'ended':
      return 'before the emulator was closed'
    case 'too-many':
      return 'since too many waits are under way'
  }
}

/** What came instead, with the exchanges that come nearest. */
const whatCame = ({ ledger, name }: World, wanted: ExchangeFilter): string => {
  if (ledger.size === 0) return '; no request came'
  const nearest = nearMisses(ledger, criteriaOf(wanted), name).map(missText)
  return `; ${ledger.size} requests came, the nearest:\n  ${nearest.join('\n  ')}`
}
