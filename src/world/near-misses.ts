import type { NearMiss } from '../contract/control/misses.ts'
import type { Criterion } from './exchange-filter.ts'
import { toExchange } from './exchange-view.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'

/** Near misses that are shown. */
const MAX_MISSES = 5

interface Miss {
  readonly entry: LedgerEntry
  readonly missed: readonly Criterion[]
}

/** The exchanges that come nearest to passing: those that miss the fewest filters first, newest first. */
export const nearMisses = (
  ledger: Pick<Ledger, 'newestFirst'>,
  criteria: readonly Criterion[],
  world: string,
): NearMiss[] =>
  Array.from(
    ledger.newestFirst({}),
    (entry): Miss => ({ entry, missed: criteria.filter((criterion) => !criterion.holds(entry)) }),
  )
    .sort((a, b) => a.missed.length - b.missed.length)
    .slice(0, MAX_MISSES)
    .map(({ entry, missed }) => ({
      exchange: toExchange(entry, world),
      missed: missed.map(
        (criterion) => `${criterion.name}: wanted ${criterion.wanted}, got ${criterion.got(entry)}`,
      ),
    }))
