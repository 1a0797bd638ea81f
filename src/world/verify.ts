import type { NearMiss } from '../contract/control/misses.ts'
import type { ExpectedCount, VerifyRequest } from '../contract/control/requests.ts'
import type { World } from './create-world.ts'
import { criteriaOf } from './exchange-filter.ts'
import { nearMisses } from './near-misses.ts'

/** How many exchanges match; with what was expected and what came instead when it is the wrong number. */
export type Verdict =
  | { ok: true; count: number }
  | { ok: false; count: number; expected: string; nearest: NearMiss[] }

/** Counts the exchanges that match; at least one is expected unless the request says otherwise. */
export const verifyExchanges = (
  { ledger, name }: Pick<World, 'ledger' | 'name'>,
  { match, count: expected = { atLeast: 1 } }: VerifyRequest,
): Verdict => {
  let count = 0
  for (const _ of ledger.newestFirst(match)) count++
  if (isAsExpected(count, expected)) return { ok: true, count }
  const nearest = nearMisses(ledger, criteriaOf(match), name)
  return { ok: false, count, expected: inWords(expected), nearest }
}

const isAsExpected = (count: number, { atLeast, atMost, exactly }: ExpectedCount): boolean =>
  count >= (atLeast ?? 0) && count <= (atMost ?? Infinity) && count === (exactly ?? count)

const inWords = ({ atLeast, atMost, exactly }: ExpectedCount): string =>
  [
    atLeast === undefined ? [] : `at least ${atLeast}`,
    atMost === undefined ? [] : `at most ${atMost}`,
    exactly === undefined ? [] : `exactly ${exactly}`,
  ]
    .flat()
    .join(' and ')
