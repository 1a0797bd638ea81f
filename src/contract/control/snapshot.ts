import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { LIMIT_ACTIONS, LIMIT_ENTITIES, LIMIT_PERIODS } from '../scenario/vocabulary.ts'
import { Audience } from '../service/audiences.ts'
import { TRANSACTION_TYPES } from '../service/balances.ts'
import { Effect } from '../service/effects.ts'
import {
  Attribute,
  CustomerProfile,
  CustomerSession,
  Event,
  Return,
  RuleResult,
} from '../service/integration-state.ts'
import { Coupon, Giveaway, InventoryReferral } from '../service/rewards.ts'
import { MapOf, OneOf, OrNull, Timestamp } from '../wire-types.ts'
import { FaultState } from './faults.ts'
import { type SinkAnswer, SinkScript } from './sinks.ts'

/**
 * The state of a world as one document: its records, and where its numbers and its chance stand. It
 * holds no secret, no queue and no exchange.
 */

const Id = Type.Integer()
const Count = Type.Integer({ minimum: 0 })
const Name = Type.String({ minLength: 1 })
const Maybe = Type.Optional
/** Records are never edited. */
const ListOf = <T extends TSchema>(item: T, options: object = {}) =>
  Type.Unsafe<readonly Static<T>[]>(Type.Array(item, options))

/** Kinds of records that are numbered. */
export const ENTITY_KINDS = [
  'session',
  'profile',
  'event',
  'attribute',
  'coupon',
  'referral',
  'card',
  'giveaway',
  'progress',
  'transaction',
  'audience',
  'return',
] as const
export type EntityKind = (typeof ENTITY_KINDS)[number]

/** Where the numbers and the chance of a world stand. */
export const IdState = Type.Object(
  {
    last: Type.Unsafe<Partial<Record<EntityKind, number>>>({
      type: 'object',
      properties: Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, Count])),
      description: 'The last number given, by the kind of record; the next one follows it.',
    }),
    seed: Type.String({ description: 'What chance is drawn from.' }),
    drawn: Type.Integer({ minimum: 0, description: 'How often it was drawn.' }),
  },
  { title: 'IdState' },
)
export type IdState = Static<typeof IdState>

const Limit = Type.Object({
  action: OneOf(LIMIT_ACTIONS),
  limit: Type.Number(),
  period: Maybe(OneOf(LIMIT_PERIODS)),
  entities: ListOf(OneOf(LIMIT_ENTITIES)),
})

const ProfileState = Type.Object({
  profile: CustomerProfile,
  sessionCount: Type.Integer({ description: 'All its sessions, in whatever state.' }),
  referredWith: Maybe(Type.String({ description: 'The referral code that it redeemed.' })),
})

const CouponState = Type.Object({
  coupon: Coupon,
  limits: ListOf(Limit),
  reservedBy: ListOf(Type.String()),
  identifier: Maybe(Type.String({ description: 'Of the request that created it.' })),
})

const ReferralState = Type.Object({ referral: InventoryReferral })

const PointsEntry = Type.Object({
  uuid: Name,
  subLedgerId: Type.String(),
  name: Type.String(),
  amount: Type.Number(),
  remaining: Type.Number(),
  created: Timestamp(),
  startDate: Maybe(Timestamp()),
  expiryDate: Maybe(Timestamp()),
})

const PointsTransaction = Type.Object({
  id: Id,
  uuid: Name,
  type: OneOf(['addition', 'subtraction']),
  by: OneOf(TRANSACTION_TYPES),
  subLedgerId: Type.String(),
  name: Type.String(),
  amount: Type.Number(),
  created: Timestamp(),
  startDate: Maybe(Timestamp()),
  expiryDate: Maybe(Timestamp()),
  isReversal: Maybe(Type.Literal(true)),
  sessionId: Maybe(Type.String()),
  rulesetId: Maybe(Id),
  ruleName: Maybe(Type.String()),
})

const LedgerState = Type.Object({
  programId: Id,
  owner: Type.String({ description: 'Integration ID of a profile, or identifier of a card.' }),
  joined: Timestamp(),
  entries: ListOf(PointsEntry),
  transactions: ListOf(PointsTransaction, { description: 'All movements, the oldest first.' }),
})

const CardState = Type.Object({
  id: Id,
  programId: Id,
  identifier: Name,
  status: OneOf(['active', 'inactive']),
  created: Timestamp(),
  modified: Maybe(Timestamp()),
  profiles: ListOf(Type.Object({ integrationId: Type.String(), timestamp: Timestamp() })),
})

const PoolState = Type.Object({ id: Id, name: Type.String(), giveaways: ListOf(Giveaway) })

const ProgressState = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'Of its tracker.' }),
  achievementId: Id,
  profileId: Name,
  progress: Type.Number({ minimum: 0 }),
})

const EventState = Type.Object({
  event: Event,
  integrationId: Name,
  result: Maybe(RuleResult),
})

const SpentEffect = Type.Object({
  effect: Effect,
  booked: Maybe(
    Type.Object(
      {
        claim: Type.Object({
          kind: OneOf(['add', 'deduct']),
          programId: Id,
          subLedgerId: Type.String(),
          owner: Type.String(),
          recipient: Type.String(),
          amount: Type.Number(),
          uuid: Name,
          name: Type.String(),
          effectIndex: Count,
        }),
        taken: MapOf(Type.Number(), { description: 'Points by the entry they were taken from.' }),
      },
      { description: 'The points that it moved.' },
    ),
  ),
})

const ClosingState = Type.Object({
  sessionId: Name,
  effects: ListOf(SpentEffect),
  coupons: MapOf(Type.Number(), { description: 'Discount by code.' }),
  referral: Maybe(Type.String()),
  counters: MapOf(Type.Object({ action: OneOf(LIMIT_ACTIONS), amount: Type.Number() })),
  awarded: ListOf(Giveaway),
})

export const Snapshot = Type.Object(
  {
    version: Type.Literal(1),
    world: Type.String({ description: 'Where it was taken; it may be restored into another one.' }),
    scenario: Type.Object({
      fingerprint: Type.String({
        description: 'Of the scenario that the world began with: it is restored under no other.',
      }),
      application: Type.String(),
    }),
    clock: Type.Object({
      frozenAt: OrNull(Timestamp({ description: 'null: the clock goes by itself.' })),
    }),
    ids: IdState,
    attributes: ListOf(Attribute),
    sessions: ListOf(CustomerSession, { description: 'In the order of their IDs.' }),
    closings: ListOf(ClosingState, {
      description: 'What closed sessions spent, so that cancelling one gives it back.',
    }),
    sessionEffects: MapOf(Type.Array(Effect), {
      description: 'Effects of sessions that nothing has undone, by the integration ID.',
    }),
    returns: ListOf(Return, { description: 'Of each session, the oldest first.' }),
    profiles: ListOf(ProfileState),
    coupons: ListOf(CouponState),
    referrals: ListOf(ReferralState),
    ledgers: ListOf(LedgerState),
    cards: ListOf(CardState),
    pools: ListOf(PoolState),
    progress: ListOf(ProgressState, { description: 'Of profiles in achievements.' }),
    audiences: ListOf(Audience),
    eventTypes: ListOf(Name, { description: 'Names that custom events may have.' }),
    events: ListOf(EventState, { description: 'Custom events that were tracked with an ID.' }),
    counters: MapOf(Type.Number(), {
      description: 'How far budgets are used, and how often a profile has redeemed a coupon.',
    }),
    faults: FaultState,
    sinkScripts: MapOf(Type.Unsafe<readonly SinkAnswer[]>(SinkScript.properties.script), {
      description: 'What sinks answer next, by name.',
    }),
    omitted: Type.Object(
      { exchanges: Count, callbacksOnTheirWay: Count },
      { description: 'What the world held besides, by count.' },
    ),
  },
  {
    title: 'Snapshot',
    description: 'The state of a world. Take one with GET; it is not made to be written by hand.',
  },
)
export type Snapshot = Static<typeof Snapshot>
