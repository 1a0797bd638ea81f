import { type Static, Type } from '@sinclair/typebox'
import { MapOf, OneOf, Timestamp, Together } from '../wire-types.ts'

/**
 * Points as the deployment's own API shows them. Source: Integration API, "Get customer's loyalty
 * balances", "List customer's unused loyalty points", "List customer's loyalty transactions".
 */

/** Points of one ledger. `negativePoints` is 0: no balance goes below nothing here. */
export const Balance = Type.Object({
  activePoints: Type.Number(),
  pendingPoints: Type.Number(),
  spentPoints: Type.Number(),
  expiredPoints: Type.Number(),
  negativePoints: Type.Number(),
  currentTier: Type.Optional(Type.Object({ id: Type.Integer(), name: Type.String() })),
  pointsToNextTier: Type.Optional(Type.Number()),
  nextTierName: Type.Optional(Type.String()),
  projectedTier: Type.Optional(
    Type.Object({
      projectedActivePoints: Type.Number(),
      projectedTierName: Type.Optional(Type.String()),
    }),
  ),
})
export type Balance = Static<typeof Balance>

export const Balances = Type.Object({
  balance: Balance,
  subledgerBalances: MapOf(Balance, { description: 'By the ID of the subledger.' }),
})
export type Balances = Static<typeof Balances>

export const POINTS_STATES = ['active', 'pending', 'expired'] as const
export type PointsState = (typeof POINTS_STATES)[number]

/** When points begin to count, and end: RFC 3339, or `immediate`, `unlimited`, `on_action`. */
const Validity = Type.String()

/** Points that are left of one addition. */
export const UnusedPoints = Type.Object({
  id: Type.Integer(),
  transactionUUID: Type.String(),
  created: Timestamp(),
  programId: Type.Integer(),
  customerSessionId: Type.Optional(Type.String()),
  name: Type.String(),
  startDate: Validity,
  expiryDate: Validity,
  subledgerId: Type.String(),
  amount: Type.Number(),
})
export type UnusedPoints = Static<typeof UnusedPoints>

export const TRANSACTION_TYPES = ['manual', 'session', 'import'] as const
export type TransactionType = (typeof TRANSACTION_TYPES)[number]

/** One movement of points. */
export const LoyaltyTransaction = Together([
  UnusedPoints,
  Type.Object({
    type: OneOf(['addition', 'subtraction']),
    rulesetId: Type.Optional(Type.Integer()),
    ruleName: Type.Optional(Type.String()),
    flags: Type.Object({ createsNegativeBalance: Type.Boolean() }),
  }),
])
export type LoyaltyTransaction = Static<typeof LoyaltyTransaction>

/** A page of a list; `hasMore`: there are some behind it. */
export const UnusedPointsPage = Type.Object({
  hasMore: Type.Boolean(),
  data: Type.Array(UnusedPoints),
})
export const TransactionsPage = Type.Object({
  hasMore: Type.Boolean(),
  data: Type.Array(LoyaltyTransaction),
})
