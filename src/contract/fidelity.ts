import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from './wire-types.ts'

/** One behaviour and how sure it is. */
export const FidelityRow = Type.Object(
  {
    area: Type.String(),
    behaviour: Type.String(),
    status: OneOf(['confirmed', 'assumed', 'emulator-only']),
    source: Type.String({ description: 'Where it is documented, or why it is assumed.' }),
  },
  { title: 'FidelityRow' },
)
export type FidelityRow = Static<typeof FidelityRow>

export const FIDELITY: readonly FidelityRow[] = []
