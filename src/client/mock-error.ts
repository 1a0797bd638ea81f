import { missText } from '../contract/control/miss-text.ts'
import type { NearMiss } from '../contract/control/misses.ts'
import type { Problem } from '../contract/control/problem.ts'

/** A problem document with what some of them say besides. */
export interface Refusal extends Problem {
  nearest?: readonly NearMiss[]
  count?: number
  faults?: readonly string[]
}

/** What the emulator has refused, or a wait or a count that was in vain. The message says all of it. */
export class MockError extends Error {
  override readonly name = 'MockError'
  readonly status: number
  /** `urn:talon-mock:` and a name that stays, such as `urn:talon-mock:wait-timeout`. */
  readonly type: string
  readonly detail: string
  /** Of a wait or a count: the exchanges that come nearest, and what they miss. */
  readonly nearest: readonly NearMiss[]
  /** Of a count: how many matched. */
  readonly count: number | undefined
  /** Of a scenario or a snapshot: all that is wrong with it. */
  readonly faults: readonly string[]

  /** `asked` is the request as it is shown: `GET /_mock/exchanges/wait`. */
  constructor(asked: string, refusal: Refusal) {
    const { status, type, detail, nearest = [], count, faults = [] } = refusal
    super(
      `${asked}: ${status}, ${detail}${listed('the nearest', nearest.map(missText))}${listed('faults', faults)}`,
    )
    this.status = status
    this.type = type
    this.detail = detail
    this.nearest = nearest
    this.count = count
    this.faults = faults
  }
}

const listed = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `; ${title}:\n  ${lines.join('\n  ')}`
