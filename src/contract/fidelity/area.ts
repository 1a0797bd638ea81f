import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'

/** One behaviour and how sure it is: `confirmed` by a source, `assumed`, or of the emulator alone. */
export const FidelityRow = Type.Object(
  {
    area: Type.String(),
    behaviour: Type.String(),
    status: OneOf(['confirmed', 'assumed', 'emulator-only']),
    source: Type.String({ description: 'Where it is documented, or why it is as it is.' }),
  },
  { title: 'FidelityRow' },
)
export type FidelityRow = Static<typeof FidelityRow>

type Fact = readonly [behaviour: string, status: FidelityRow['status'], source: string]

/** The behaviours of one area. */
export const area = (name: string, facts: readonly Fact[]): FidelityRow[] =>
  facts.map(([behaviour, status, source]) => ({ area: name, behaviour, status, source }))
