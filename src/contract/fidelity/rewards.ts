import { area, type FidelityRow } from './area.ts'

/** What rules give, what limits it, and what closing and cancelling make of it. */
export const REWARDS: readonly FidelityRow[] = [
  ...area('Discounts', [
    [
      'Amounts are rounded to two decimals, half up, once for each effect; less than 0 counts as 0',
      'assumed',
      'not documented',
    ],
    [
      "A discount is cut to what is left of its scope, an item's to what is left of its price, all together to the total; no desiredValue says so",
      'assumed',
      'desiredValue is documented with partial discounts alone',
    ],
    [
      "setDiscount always says its scope; without one it is the Application's",
      'assumed',
      'documented with cascading discounts',
    ],
    [
      'setDiscountPerItem: an effect for each unit, with position and subPosition from 0; the name ends in #<position>',
      'confirmed',
      'Integration API, setDiscountPerItem; docs, Flattening',
    ],
    [
      'Its scope: price, additionalCosts of the item, or itemTotal; it counts in the items, the costs, or the total of the session',
      'assumed',
      'the words are documented, what they take from is not',
    ],
    [
      'flattenedCartItems: false gives one effect for each line, without subPosition',
      'assumed',
      'documented for older accounts, the props are not',
    ],
    [
      'setDiscountPerAdditionalCostPerItem fails its rule when an item lacks the cost',
      'confirmed',
      'docs, Effects',
    ],
    [
      'The ID of a cost that the scenario does not define is 0',
      'assumed',
      'the service refuses such costs',
    ],
    ['An effect whose value is cut to 0 is listed all the same', 'assumed', 'not documented'],
    [
      'Two discounts of one name in one reply both stand',
      'assumed',
      'the later one is documented to overwrite the other, where is not',
    ],
  ]),
  ...area('Limits', [
    [
      "Budgets by action, period and entities, of campaigns and of coupons; a coupon's own for a profile goes over the campaign's",
      'confirmed',
      'Management API, limits; Integration API, coupon',
    ],
    [
      'setDiscount, createLoyaltyPoints and redeemLoyaltyPoints count amounts, all other actions how often',
      'assumed',
      'the names with …Effect beside them say so',
    ],
    [
      'With partial rewards an effect shrinks to what is left and says desiredValue; with nothing left its rule fails',
      'confirmed',
      'docs, Budgets',
    ],
    [
      'Of units that share a limit, those behind the one that takes its last have no effect with partial rewards',
      'assumed',
      'not documented',
    ],
    [
      "Periods are days, weeks from Monday, months and years in the Application's time zone",
      'assumed',
      'not documented',
    ],
    [
      'One counter for each combination of entities; without a profile ProfileRequired, without an identifier EffectCouldNotBeApplied',
      'assumed',
      'the first is documented, the second is not',
    ],
    [
      'A coupon whose discountLimit is used up: EffectCouldNotBeApplied; a referral limit by profile without one: ProfileLimitReached',
      'assumed',
      'not documented',
    ],
    ['All sessions are of one store', 'emulator-only', 'stores are not built'],
  ]),
  ...area('Closing and cancelling', [
    [
      'Closing redeems codes, counts budgets, books points and awards giveaways; an open session spends nothing',
      'confirmed',
      'Integration API, updateCustomerSessionV2',
    ],
    [
      'Codes are created when the session closes; while it is open there is no couponCreated or referralCreated',
      'assumed',
      'an update would create one each',
    ],
    [
      'willAwardGiveaway while open, awardGiveaway with the code on closing',
      'confirmed',
      'Integration API, effects',
    ],
    [
      'couponCreated, referralCreated and changeLoyaltyTierLevel come behind the effects of rules, before rejections',
      'assumed',
      'not documented',
    ],
    [
      'Cancelling a closed session gives codes, budgets and points back; rollbackCoupon, rollbackReferral, rollbackDiscount, rollbackAddedLoyaltyPoints, rollbackDeductedLoyaltyPoints, rollbackIncreasedAchievementProgress',
      'confirmed',
      'docs, Customer sessions; Integration API, effects',
    ],
    [
      'Kept are created codes with the budget of created coupons, free items, giveaways, attributes',
      'confirmed',
      'docs, Customer sessions; docs, Budgets',
    ],
    [
      'reserveCoupon reserves with each update, not only on closing, for the profile or whom the rule names; its budget counts on closing, each effect once, new reservation or not',
      'assumed',
      'the props are documented, neither when nor what counts',
    ],
    [
      'Kept are audiences, reservations of coupons and the budget of created referrals, too; the budget of giveaways comes back; rollbacks stand in the order of what they undo',
      'assumed',
      'documented of reservations when a session is reopened; of budgets, created coupons alone are excepted',
    ],
    [
      'Cancelling an open session has no effects',
      'assumed',
      'rollbacks are documented for what was triggered, not for what was only shown',
    ],
    [
      'A created code without a pattern has 8 letters and digits, a referral REF- before them; it can be used once',
      'assumed',
      'the settings are documented, their defaults are not',
    ],
    ['An anonymous session gets a giveaway, which names nobody', 'assumed', 'not documented'],
    [
      'UUIDs of transactions and created codes follow from the requests before them, and begin again with a reset',
      'emulator-only',
      'the same requests get the same answers',
    ],
    [
      'Points that were spent meanwhile cannot be taken back: the rollback says how many were',
      'assumed',
      'depends on a setting of the program',
    ],
    ['transactionUUID of a rollback is new', 'confirmed', 'older SDK docs, transactionUUID'],
    [
      'Dropping a session through the control API leaves what it spent as spent',
      'emulator-only',
      'cancel it first',
    ],
  ]),
  ...area('Loyalty', [
    [
      'Balances current, pending and tentative; the tentative one is what closing this session would leave',
      'confirmed',
      'Third-party OpenAPI, ledgerInfo',
    ],
    ['Points that expire first are spent first', 'confirmed', 'docs, Loyalty programs'],
    [
      "Points of a program that is card-based are those of the session's card",
      'confirmed',
      'Integration API, cardIdentifier',
    ],
    [
      'Without a profile, or a card where one is needed, points are passed over and the rule goes on',
      'assumed',
      'not documented',
    ],
    [
      'Points for a profile that is not known are kept, and make no profile; balances of a scenario neither wait nor expire',
      'assumed',
      'not documented',
    ],
    ['More points than there are fail the rule', 'assumed', 'not documented'],
    [
      'A tier is reached by the balance when the session closes; tiers are never lost',
      'assumed',
      'expiry and downgrade of tiers are not built',
    ],
    [
      'setLoyaltyPointsExpiryDate and extendLoyaltyPointsExpiryDate change points of the subledger that can be spent and do expire, as they were before the session, or none; each from its own expiry; booked on closing, kept by cancelling',
      'assumed',
      'the props are documented, neither which points nor when',
    ],
    [
      'Programs in the reply are those that the profile has points in, or would have',
      'assumed',
      'not documented',
    ],
    [
      'A month of validity is 30 days, a year 365; _D and _U round in UTC; points that wait for an action (on_action) last from their activation on',
      'assumed',
      'the forms are documented; the length of a month, a year and a rounding are not',
    ],
  ]),
  ...area('Achievements', [
    [
      'increaseAchievementProgress shows progress while open; closing counts it, cancelling takes it back, of a completed achievement too',
      'assumed',
      'the props are documented; what is given back of completed ones depends on a setting of the achievement',
    ],
    [
      'Progress ends at the target, and delta is what counted; a completed achievement, no progress and no profile have no effect, and the rule goes on',
      'assumed',
      'not documented',
    ],
    [
      'progressTrackerId is there from the first closing on',
      'assumed',
      'the field is optional, when it is there is not documented',
    ],
    [
      'Rules of any campaign may name an achievement',
      'confirmed',
      'props models of the official SDKs, campaignIds',
    ],
  ]),
  ...area('Points of items', [
    [
      'itemPoints, addLoyaltyPointsPerItem: an effect for each unit, with cartItemPosition and cartItemSubPosition',
      'assumed',
      'the props are documented, not how rulesets write it',
    ],
  ]),
  ...area('Not emulated', [
    [
      'Periods and recurrence of achievements: each is completed once, and for good',
      'emulator-only',
      'not built',
    ],
    ['Catalogs, strikethrough prices, bundles', 'emulator-only', 'not built'],
    [
      'updateAttribute of items and others than session and profile: its rule fails, in a catch too',
      'emulator-only',
      'not built',
    ],
    ['Effects of a rule that fails (failure effects)', 'emulator-only', 'their form is not public'],
  ]),
]
