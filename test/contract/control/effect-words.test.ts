import t from 'tap'
import { effectWords } from '../../../src/contract/control/effect-words.ts'
import {
  EFFECT_PROPS,
  type Effect,
  type EffectProps,
  type EffectType,
} from '../../../src/contract/service/effects.ts'
import { COUPON_REJECTIONS, REFERRAL_REJECTIONS } from '../../../src/contract/service/rejections.ts'

const LOYALTY = {
  programId: 1,
  subLedgerId: '',
  transactionUUID: 'u',
  recipientIntegrationId: 'anna',
}
const AUDIENCE = { audienceId: 1, audienceName: 'VIP', profileIntegrationId: 'anna', profileId: 1 }
const GIVEAWAY = { poolId: 1, poolName: 'Gift cards', recipientIntegrationId: 'anna' }
const COST = { additionalCost: 'shipping', additionalCostId: 1 }

/** An effect of each type, and its words. */
const WORDS: { [T in EffectType]: [props: EffectProps[T], words: string] } = {
  acceptCoupon: [{ value: 'XMAS' }, 'coupon XMAS accepted'],
  rejectCoupon: [
    { value: 'XMAS', rejectionReason: 'CouponExpired' },
    'coupon XMAS refused: it has expired',
  ],
  acceptReferral: [{ value: 'REF' }, 'referral REF accepted'],
  rejectReferral: [
    {
      value: 'REF',
      rejectionReason: 'ReferralPartOfNotTriggeredCampaign',
      campaignExclusionReason: 'CampaignIsNotFirst',
    },
    'referral REF refused: its campaign took no part, another one came first',
  ],
  couponCreated: [{ value: 'NEW', profileId: 'anna' }, 'coupon NEW made for anna'],
  referralCreated: [{ value: 'NEW' }, 'referral NEW made'],
  reserveCoupon: [
    { couponValue: 'XMAS', profileIntegrationId: 'anna', isNewReservation: true },
    'coupon XMAS reserved for anna',
  ],
  setDiscount: [{ name: '20 % off', value: 21.6, scope: 'sessionTotal' }, '20 % off: -21.60'],
  setDiscountPerItem: [
    { name: 'Shoes', value: 10, position: 1, subPosition: 0, scope: 'price', desiredValue: 12 },
    'item 2, unit 1: Shoes: -10.00 (of 12.00)',
  ],
  setDiscountPerAdditionalCost: [{ ...COST, name: 'Free', value: 4.9 }, 'shipping: Free: -4.90'],
  setDiscountPerAdditionalCostPerItem: [
    { ...COST, name: 'Free', value: 4.9, position: 0 },
    'shipping of item 1: Free: -4.90',
  ],
  addFreeItem: [{ sku: 'spoon', name: 'Spoon' }, 'free: 1 × Spoon (spoon)'],
  addLoyaltyPoints: [{ ...LOYALTY, name: 'Stars', value: 124 }, 'Stars: +124 points'],
  deductLoyaltyPoints: [
    { ...LOYALTY, ruleTitle: 'r', name: 'Stars', value: 1, cardIdentifier: 'c1' },
    'Stars: -1 point on card c1',
  ],
  changeLoyaltyTierLevel: [
    {
      programId: 1,
      subLedgerId: '',
      ruleTitle: 'r',
      previousTierName: 'Silver',
      newTierName: 'Gold',
    },
    'tier Gold reached, from Silver',
  ],
  setLoyaltyPointsExpiryDate: [
    { programId: 1, subLedgerId: 'sub', newExpiryDate: '2030-01-01', affectedTransactions: [] },
    'points in sub expire on 2030-01-01',
  ],
  extendLoyaltyPointsExpiryDate: [
    { programId: 1, subLedgerId: '', extensionDuration: '30D', affectedTransactions: [] },
    'points expire 30D later',
  ],
  showNotification: [
    { notificationType: 'Info', title: 'Hello', body: 'there' },
    'notice: Hello: there',
  ],
  updateAttribute: [
    { path: 'Profile.Attributes.Vip', value: true },
    'Profile.Attributes.Vip becomes true',
  ],
  addToAudience: [AUDIENCE, 'anna joins VIP'],
  removeFromAudience: [AUDIENCE, 'anna leaves VIP'],
  willAwardGiveaway: [GIVEAWAY, 'a giveaway of Gift cards when the session closes'],
  awardGiveaway: [{ ...GIVEAWAY, giveawayId: 1, code: 'G-1' }, 'giveaway of Gift cards: G-1'],
  increaseAchievementProgress: [
    {
      achievementId: 1,
      achievementName: 'Ten',
      delta: 1,
      value: 10,
      target: 10,
      isJustCompleted: true,
    },
    'Ten: 10 of 10, completed',
  ],
  triggerWebhook: [{ webhookId: 1, webhookName: 'tell' }, 'webhook tell'],
  customEffect: [{ effectId: 1, name: 'paint', payload: { red: 1 } }, 'paint {"red":1}'],
  rollbackCoupon: [{ value: 'XMAS' }, 'coupon XMAS given back'],
  rollbackReferral: [{ value: 'REF' }, 'referral REF given back'],
  rollbackDiscount: [{ name: 'All', value: 5 }, 'All taken back: 5.00'],
  rollbackAddedLoyaltyPoints: [{ ...LOYALTY, value: 5 }, '5 points taken back'],
  rollbackDeductedLoyaltyPoints: [{ ...LOYALTY, value: 5 }, '5 points given back'],
  rollbackIncreasedAchievementProgress: [
    {
      achievementId: 1,
      achievementName: 'Ten',
      progressTrackerId: 1,
      decreaseProgressBy: 1,
      currentProgress: 9,
      target: 10,
    },
    'Ten: back to 9 of 10',
  ],
}

const effect = (effectType: string, props: object): Effect =>
  // The pairs are those of the table above.
  ({ campaignId: 1, rulesetId: 1, ruleIndex: 0, ruleName: 'rule', effectType, props }) as Effect

t.test('every effect has words of its own', (t) => {
  t.strictSame(Object.keys(WORDS).sort(), Object.keys(EFFECT_PROPS).sort())
  for (const [type, [props, words]] of Object.entries(WORDS)) {
    t.equal(effectWords(effect(type, props)), words)
  }
  t.end()
})

t.test('every reason for a refusal is said in words', (t) => {
  for (const [type, reasons] of [
    ['rejectCoupon', COUPON_REJECTIONS],
    ['rejectReferral', REFERRAL_REJECTIONS],
  ] as const) {
    for (const rejectionReason of reasons) {
      const words = effectWords(effect(type, { value: 'CODE', rejectionReason }))
      t.notMatch(words, rejectionReason)
      t.match(words, /refused: \w+ \w+/)
    }
  }
  t.end()
})
