import { newProfile } from '../../src/core/profiles.ts'
import type { Closing } from '../../src/core/rewards/closing.ts'
import type { CardRecord, RewardChanges } from '../../src/core/rewards/records.ts'

/** Records as a store may hold them. */

const CREATED = '2026-01-02T03:04:05.000Z'

export const CARD: CardRecord = {
  id: 1,
  programId: 5,
  identifier: 'card-1',
  status: 'active',
  created: CREATED,
  profiles: [],
}

/** One record of each kind. */
export const REWARDS = {
  profiles: [newProfile(1, 'p1', CREATED)],
  coupons: [
    {
      coupon: {
        id: 1,
        created: CREATED,
        campaignId: 1,
        value: 'SAVE',
        usageLimit: 0,
        usageCounter: 1,
        discountCounter: 2,
        limits: [],
        attributes: {},
        reservation: true,
        isReservationMandatory: false,
      },
      limits: [],
      reservedBy: [],
    },
  ],
  referrals: [
    {
      referral: {
        id: 1,
        created: CREATED,
        campaignId: 1,
        advocateProfileIntegrationId: 'p1',
        code: 'FRIEND',
        usageLimit: 0,
        usageCounter: 1,
        attributes: {},
        referredCustomers: ['p2'],
      },
    },
  ],
  ledgers: [{ programId: 5, owner: 'p1', joined: CREATED, entries: [], transactions: [] }],
  pools: [{ id: 4, name: 'Gifts', giveaways: [] }],
  progress: [{ id: 1, achievementId: 2, profileId: 'p1', progress: 3 }],
  counters: new Map([['budget', 3]]),
} satisfies RewardChanges

export const CLOSING: Closing = {
  effects: [],
  coupons: new Map([['SAVE', 2]]),
  referral: 'FRIEND',
  counters: new Map(),
  awarded: [],
}
