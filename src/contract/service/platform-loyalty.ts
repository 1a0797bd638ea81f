import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OrNull, Timestamp } from '../wire-types.ts'
import { MAX_INTEGRATION_ID } from './customer-sessions.ts'
import { LedgerInfo } from './loyalty.ts'
import { deployment } from './platform-codes.ts'
import { ProfileId } from './profiles.ts'

/**
 * Points as engagement platforms ask for them. Source: Third-party OpenAPI, "Get loyalty ledger", "Add
 * loyalty points".
 */

const ProgramId = Type.Integer({ minimum: 1 })

export const LedgerQuery = Type.Object({
  profileIntegrationId: ProfileId(),
  loyaltyProgramId: ProgramId,
})
export const IterableLedgerQuery = Type.Object({ ...deployment, ...LedgerQuery.properties })

export const LedgerReply = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  name: Type.String(),
  ledger: LedgerInfo,
  subLedgers: MapOf(LedgerInfo),
})
export type LedgerReply = Static<typeof LedgerReply>

const Maybe = <T extends Parameters<typeof OrNull>[0]>(schema: T) => Type.Optional(OrNull(schema))
const Duration = () => Type.String({ format: 'duration' })

/** Of a duration and a time that are both given, the duration counts. */
export const AddPointsRequest = Type.Object({
  profileIntegrationId: ProfileId(),
  loyaltyProgramId: ProgramId,
  points: Type.Number({ minimum: 0.01, maximum: 999_999_999_999.99 }),
  name: Maybe(Type.String()),
  validityDuration: Maybe(Duration()),
  validUntil: Maybe(Timestamp()),
  pendingDuration: Maybe(Duration()),
  pendingUntil: Maybe(Timestamp()),
  subledgerId: Maybe(Type.String({ maxLength: MAX_INTEGRATION_ID })),
  applicationId: Maybe(Type.Integer()),
})
export type AddPointsRequest = Static<typeof AddPointsRequest>
