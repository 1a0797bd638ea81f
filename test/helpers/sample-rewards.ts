import type { Audience } from '../../src/contract/service/audiences.ts'
import type { Effect } from '../../src/contract/service/effects.ts'
import type { Return } from '../../src/contract/service/integration-state.ts'
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

export const AUDIENCE: Audience = {
  accountId: 1,
  id: 3,
  created: CREATED,
  name: 'VIP',
  integrationId: 'vip',
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
      identifier: 'request-1',
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
  ledgers: [
    {
      programId: 5,
      owner: 'p1',
      joined: CREATED,
      entries: [],
      transactions: [
        {
          id: 1,
          uuid: 'a-uuid',
          type: 'addition',
          by: 'manual',
          subLedgerId: '',
          name: 'Thanks',
          amount: 5,
          created: CREATED,
        },
      ],
    },
  ],
  pools: [{ id: 4, name: 'Gifts', giveaways: [] }],
  progress: [{ id: 1, achievementId: 2, profileId: 'p1', progress: 3 }],
  audiences: [AUDIENCE],
  eventTypes: ['shared'],
  events: [
    {
      integrationId: 'e1',
      event: {
        id: 9,
        created: CREATED,
        applicationId: 1,
        profileId: 'p1',
        type: 'shared',
        attributes: {},
        effects: [],
        ledgerEntries: [],
      },
    },
  ],
  counters: new Map([['budget', 3]]),
} satisfies RewardChanges

/** An effect of a session. */
export const EFFECT: Effect = {
  campaignId: 1,
  rulesetId: 1,
  ruleIndex: 0,
  ruleName: 'Ten',
  effectType: 'setDiscount',
  props: { name: 'Ten', value: 10, scope: 'sessionTotal' },
}

/** A return of the session `s1`. */
export const RETURN: Return = {
  id: 1,
  created: CREATED,
  applicationId: 1,
  accountId: 1,
  returnedCartItems: [{ position: 0, quantity: 1, sku: 'a' }],
  eventId: 1,
  sessionId: 1,
  sessionIntegrationId: 's1',
}

export const CLOSING: Closing = {
  effects: [],
  coupons: new Map([['SAVE', 2]]),
  referral: 'FRIEND',
  counters: new Map(),
  awarded: [],
}
