import { type Static, Type } from '@sinclair/typebox'
import { MapOf, Timestamp } from '../wire-types.ts'

/** Loyalty in the reply to a session. Source: Third-party OpenAPI, `loyalty`, `ledgerInfo`, `loyaltyCard`. */

/**
 * Points of one ledger. Tentative: what `currentBalance` is when this open session closes now.
 * `expiredBalance` and `spentBalance` are deprecated and stay 0.
 */
export const LedgerInfo = Type.Object({
  currentBalance: Type.Number(),
  pendingBalance: Type.Number(),
  expiredBalance: Type.Number(),
  spentBalance: Type.Number(),
  tentativeCurrentBalance: Type.Number(),
  pointsToNextTier: Type.Optional(Type.Number()),
  currentTier: Type.Optional(Type.Object({ id: Type.Integer(), name: Type.String() })),
})
export type LedgerInfo = Static<typeof LedgerInfo>

export const LoyaltyProgramBalance = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  name: Type.String(),
  joinDate: Type.Optional(Timestamp()),
  ledger: LedgerInfo,
  subLedgers: MapOf(LedgerInfo),
})
export type LoyaltyProgramBalance = Static<typeof LoyaltyProgramBalance>

/** Mind `subledgers`, which programs spell `subLedgers`. */
export const LoyaltyCard = Type.Object({
  id: Type.Integer(),
  created: Timestamp(),
  modified: Type.Optional(Timestamp()),
  programID: Type.Integer(),
  programName: Type.String(),
  programTitle: Type.String(),
  status: Type.String(),
  identifier: Type.String(),
  usersPerCardLimit: Type.Integer(),
  profiles: Type.Array(Type.Object({ integrationId: Type.String(), timestamp: Timestamp() })),
  ledger: LedgerInfo,
  subledgers: MapOf(LedgerInfo),
})
export type LoyaltyCard = Static<typeof LoyaltyCard>

export const Loyalty = Type.Object({
  programs: MapOf(LoyaltyProgramBalance, { description: 'By the ID of the program, as text.' }),
  cards: Type.Optional(Type.Array(LoyaltyCard)),
})
export type Loyalty = Static<typeof Loyalty>
