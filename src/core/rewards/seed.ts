import type { Audience } from '../../contract/service/audiences.ts'
import type { Attribute } from '../../contract/service/integration-state.ts'
import type { Account, CouponDefinition, ReferralDefinition } from '../account.ts'
import { defineAttribute } from '../attributes/define.ts'
import type { Moment } from '../moment.ts'
import { addWire } from '../money.ts'
import { ACCOUNT_ID, newProfile, type ProfileRecord } from '../profiles.ts'
import type { SessionRecord } from '../sessions/record.ts'
import { spellCode } from './codes.ts'
import type {
  CardRecord,
  CouponRecord,
  EventRecord,
  LedgerRecord,
  PoolRecord,
  ProgressRecord,
  ReferralRecord,
} from './records.ts'

/** All records that an account begins with. */
export interface AccountRecords {
  readonly attributes: readonly Attribute[]
  readonly profiles: readonly ProfileRecord[]
  readonly coupons: readonly CouponRecord[]
  readonly referrals: readonly ReferralRecord[]
  readonly ledgers: readonly LedgerRecord[]
  readonly cards: readonly CardRecord[]
  readonly pools: readonly PoolRecord[]
  readonly audiences: readonly Audience[]
  /** Names that custom events may have. */
  readonly eventTypes: readonly string[]
}

/** All records of a world: those that it began with, and what came of requests. */
export interface WorldRecords extends AccountRecords {
  readonly sessions: readonly SessionRecord[]
  readonly progress: readonly ProgressRecord[]
  /** Custom events that were tracked with an ID. */
  readonly events: readonly EventRecord[]
  readonly counters: ReadonlyMap<string, number>
}

/** The records of an account before its first request. IDs count up in the order of the scenario. */
export const seedRecords = (account: Account, moment: Moment): AccountRecords => {
  const spelled = <T extends { readonly code: string }>(definition: T): T => ({
    ...definition,
    code: spellCode(definition.code, account.application.codeCase),
  })
  return {
    attributes: account.attributes.map((attribute) => defineAttribute(attribute, moment)),
    profiles: seedProfiles(account, moment),
    coupons: account.campaigns.flatMap(({ id, coupons }) =>
      coupons.map((coupon) => seedCoupon(spelled(coupon), id, moment)),
    ),
    referrals: account.campaigns.flatMap(({ id, referrals }) =>
      referrals.map((referral) => seedReferral(spelled(referral), id, moment)),
    ),
    ...seedLoyalty(account, moment),
    audiences: account.audiences.map((audience) => ({
      accountId: ACCOUNT_ID,
      created: moment.now,
      ...audience,
    })),
    eventTypes: account.eventTypes,
    pools: account.giveawayPools.map(({ id, name, codes }) => ({
      id,
      name,
      giveaways: codes.map((code) => ({
        id: moment.nextId('giveaway'),
        created: moment.now,
        code,
        poolId: id,
        attributes: {},
        used: false,
      })),
    })),
  }
}

const seedProfiles = (account: Account, moment: Moment): ProfileRecord[] =>
  account.profiles.map((definition) => {
    const { profile } = newProfile(moment.nextId('profile'), definition.integrationId, moment.now)
    return {
      profile: {
        ...profile,
        attributes: { ...definition.attributes },
        closedSessions: definition.closedSessions,
        totalSales: definition.totalSales,
        audienceMemberships: definition.audienceIds.flatMap((id) => {
          const audience = account.audiences.find((known) => known.id === id)
          return audience ? [{ id, name: audience.name }] : []
        }),
      },
      // Assumed: its closed sessions are all that it has had.
      sessionCount: definition.closedSessions,
    }
  })

const seedCoupon = (
  definition: CouponDefinition,
  campaignId: number,
  moment: Moment,
): CouponRecord => {
  const { code, limits, reservedBy, attributes, ...rest } = definition
  return {
    coupon: {
      id: moment.nextId('coupon'),
      created: moment.now,
      campaignId,
      value: code,
      ...rest,
      discountCounter: 0,
      ...(rest.discountLimit !== undefined && { discountRemainder: rest.discountLimit }),
      limits: limits.map((limit) => ({ ...limit, entities: [...limit.entities] })),
      attributes: { ...attributes },
      reservation: rest.recipientIntegrationId === undefined,
    },
    limits,
    reservedBy,
  }
}

const seedReferral = (
  { attributes, ...rest }: ReferralDefinition,
  campaignId: number,
  moment: Moment,
): ReferralRecord => ({
  referral: {
    id: moment.nextId('referral'),
    created: moment.now,
    campaignId,
    ...rest,
    attributes: { ...attributes },
    referredCustomers: [],
  },
})

const seedLoyalty = (account: Account, moment: Moment) => {
  const cards: CardRecord[] = []
  const ledgers: LedgerRecord[] = []
  const open = (programId: number, owner: string, points: number) =>
    ledgers.push({ programId, owner, joined: moment.now, ...openingBalance(points, moment) })
  for (const { id, balances, cards: ofProgram } of account.loyaltyPrograms) {
    for (const [owner, points] of Object.entries(balances)) open(id, owner, points)
    for (const { identifier, points, profiles } of ofProgram) {
      open(id, identifier, points)
      cards.push({
        id: moment.nextId('card'),
        programId: id,
        identifier,
        status: 'active',
        created: moment.now,
        profiles: profiles.map((integrationId) => ({ integrationId, timestamp: moment.now })),
      })
    }
  }
  return { cards, ledgers }
}

/** Points that a ledger begins with: imported ones, so to say. */
const openingBalance = (
  points: number,
  moment: Moment,
): Pick<LedgerRecord, 'entries' | 'transactions'> => {
  const amount = addWire(points, 0)
  if (amount === 0) return { entries: [], transactions: [] }
  const entry = {
    uuid: moment.uuid(),
    subLedgerId: '',
    name: 'Opening balance',
    amount,
    created: moment.now,
  }
  const id = moment.nextId('transaction')
  return {
    entries: [{ ...entry, remaining: amount }],
    transactions: [{ ...entry, id, type: 'addition', by: 'import' }],
  }
}
