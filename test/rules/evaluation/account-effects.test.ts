import t from 'tap'
import { type BriefEffect, brief, createShop, type Shop } from '../../helpers/create-shop.ts'

/**
 * Whole lives of the effects that change what the account keeps besides codes and points.
 * Source: props models of the official SDKs; docs, session states. Assumed: names and order of arguments.
 */

const shopOf = (...effects: string[]): Shop =>
  createShop(`
application: { codeCase: insensitive-uppercase }
profiles: [{ integrationId: p1 }, { integrationId: anna }]
campaigns:
  - name: Vault
    coupons: [{ code: held, isReservationMandatory: true }, { code: open }]
    rules: [{ title: Use, when: { coupon: valid }, then: [{ notify: { title: used } }] }]
  - name: C
    rules: [{ title: R, condition: [and, true], effects: [${effects.join(', ')}] }]
`)

const reserved = (profileIntegrationId: string, isNewReservation: boolean): BriefEffect => [
  'reserveCoupon',
  { couponValue: 'HELD', profileIntegrationId, isNewReservation },
]

t.test('a coupon is reserved for the profile with each update, and stays so', (t) => {
  const shop = shopOf('[reserveCoupon, Held]')
  t.strictSame(brief(shop.put('s1').effects), [reserved('p1', true)])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['p1'], 'while the session is open')
  t.strictSame(brief(shop.put('s1', { state: 'closed' }).effects), [reserved('p1', false)])
  t.strictSame(shop.put('s1', { state: 'cancelled' }).effects, [], 'cancelling does not undo it')
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['p1'])
  const used = shop.put('s2', { couponCodes: ['held'] }).effects
  t.match(used, [{ effectType: 'acceptCoupon' }, {}, { effectType: 'reserveCoupon' }])
  t.match(shop.put('s3', { profileId: 'ben', couponCodes: ['held'] }).effects.at(-1), {
    props: { rejectionReason: 'CouponReservationRequired' },
  })
  t.end()
})

t.test(
  'a reservation is for whom the rule names; a second one in the same reply is not new',
  (t) => {
    const shop = shopOf('[RESERVECOUPON, held, anna]', '[flexibleReserveCoupon, "?", held, anna]')
    t.strictSame(shop.effects(), [reserved('anna', true), reserved('anna', false)])
    t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['anna'])
    t.end()
  },
)

// Source: Third-party OpenAPI, `reservationLimit` (the reservations that can be made with a code).
t.test('a coupon takes as many reservations as its limit says', (t) => {
  const shop = shopOf('[reserveCoupon, held]')
  const [held] = ['HELD'].flatMap((code) => shop.records.coupon(code) ?? [])
  if (!held) throw new Error('there is no coupon')
  const coupon = { ...held.coupon, reservationLimit: 2 }
  shop.keep({ coupons: [{ ...held, coupon }] })
  t.strictSame(shop.effects({}, 's1'), [reserved('p1', true)])
  t.strictSame(shop.effects({ profileId: 'anna' }, 's2'), [reserved('anna', true)])
  t.match(shop.put('s3', { profileId: 'ben' }), {
    effects: [],
    ruleFailureReasons: [{ details: 'coupon HELD takes no more reservations' }],
  })
  t.strictSame(shop.effects({}, 's4'), [reserved('p1', false)], 'who has one needs no other')
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, ['p1', 'anna'])
  t.end()
})

t.test('nobody reserves nothing, and a coupon that there is not fails the rule', (t) => {
  const shop = shopOf('[reserveCoupon, held]', '[notification, Hi]')
  t.match(shop.effects({ profileId: '' }), [['showNotification', {}]])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, [])
  t.match(shopOf('[notification, Hi]', '[reserveCoupon, none]').put('s1'), {
    effects: [],
    ruleFailureReasons: [{ effectIndex: 1, details: 'there is no coupon NONE' }],
  })
  t.end()
})

t.test('a rule that fails reserves nothing', (t) => {
  const shop = shopOf('[reserveCoupon, held]', '[setDiscount, x]')
  t.strictSame(shop.effects(), [])
  t.strictSame(shop.records.coupon('HELD')?.reservedBy, [])
  t.end()
})

/** A shop where a session has earned ten points, in a subledger of stars and on a card; others change them. */
const earning = (...effects: string[]) => {
  const shop = createShop(`
attributes: { CustomerSession: { earns: boolean } }
profiles: [{ integrationId: p1 }]
loyaltyPrograms:
  - { id: 5, name: stars, defaultValidity: 10D, balances: { p1: 3 } }
  - { id: 6, name: club, cardBased: true, cards: [{ identifier: card-1 }], defaultValidity: 10D }
campaigns:
  - name: C
    rules:
      - title: Earn
        when: { session: { attributes: { earns: true } } }
        then:
          - { points: { program: stars, name: x, amount: 10, subledger: sub } }
          - { points: { program: club, name: x, amount: 10 } }
      - title: Change
        condition: [and, [not, [., Session, Attributes, earns]]]
        effects: [${effects.join(', ')}]
`)
  const loyaltyCards = ['card-1']
  shop.put('earned', { loyaltyCards, attributes: { earns: true }, state: 'closed' })
  const entryOf = (owner: string) => shop.records.ledger(owner)?.entries.at(-1)
  return { shop, entryOf, session: { attributes: { earns: false }, loyaltyCards } }
}

const FIRST = '2026-01-12T03:04:05.000Z'

const changed = (transactionUUID: string | undefined, newExpiryDate: string, previous = FIRST) => ({
  affectedTransactions: [{ transactionUUID, newExpiryDate, previousExpiryDate: previous }],
})

t.test(
  'points expire later once the session closes, and cancelling leaves it so (assumed)',
  (t) => {
    const { shop, entryOf, session } = earning('[extendLoyaltyPointsExpiryDate, 5, sub, 5D]')
    const extended: BriefEffect = [
      'extendLoyaltyPointsExpiryDate',
      {
        programId: 5,
        subLedgerId: 'sub',
        extensionDuration: '5D',
        ...changed(entryOf('5 p1')?.uuid, '2026-01-17T03:04:05.000Z'),
      },
    ]
    t.strictSame(shop.effects(session, 's1'), [extended])
    t.equal(entryOf('5 p1')?.expiryDate, FIRST, 'nothing changes while it is open')
    t.strictSame(shop.effects({ state: 'closed' }, 's1'), [extended])
    t.equal(entryOf('5 p1')?.expiryDate, '2026-01-17T03:04:05.000Z')
    t.strictSame(shop.effects({ state: 'cancelled' }, 's1'), [])
    t.equal(entryOf('5 p1')?.expiryDate, '2026-01-17T03:04:05.000Z')
    t.end()
  },
)

t.test('a date may be text or a time; a later effect goes on from an earlier one', (t) => {
  const { shop, entryOf, session } = earning(
    "[setLoyaltyPointsExpiryDate, 6, '', '2026-03-01T00:00:00+01:00']",
    "[flexibleExtendLoyaltyPointsExpiryDate, '?', 6, '', 2D_U]",
    "[SETLOYALTYPOINTSEXPIRYDATE, 6, '', [addDuration, [., Now], 1, days]]",
  )
  const { uuid } = entryOf('6 card-1') ?? {}
  const where = { programId: 6, subLedgerId: '' }
  const [first, second, third] = [
    '2026-02-28T23:00:00.000Z',
    '2026-03-03T00:00:00.000Z',
    '2026-01-03T03:04:05.000Z',
  ]
  t.strictSame(shop.effects({ ...session, state: 'closed' }), [
    ['setLoyaltyPointsExpiryDate', { ...where, newExpiryDate: first, ...changed(uuid, first) }],
    [
      'extendLoyaltyPointsExpiryDate',
      { ...where, extensionDuration: '2D_U', ...changed(uuid, second, first) },
    ],
    [
      'setLoyaltyPointsExpiryDate',
      { ...where, newExpiryDate: third, ...changed(uuid, third, second) },
    ],
  ])
  t.equal(entryOf('6 card-1')?.expiryDate, third, 'the card has them')
  shop.now = '2026-01-04T00:00:00.000Z'
  const { cards } = shop.put('s9', session).loyalty
  t.match(cards, [{ ledger: { currentBalance: 0 } }])
  t.end()
})

t.test('points that never expire, are spent or are over stay as they are (assumed)', (t) => {
  const { shop, session } = earning("[extendLoyaltyPointsExpiryDate, 5, '', 1D]")
  const none = { programId: 5, subLedgerId: '', extensionDuration: '1D', affectedTransactions: [] }
  t.strictSame(
    shop.effects(session),
    [['extendLoyaltyPointsExpiryDate', none]],
    'the effect is there all the same',
  )
  const late = earning('[extendLoyaltyPointsExpiryDate, 5, sub, 1D]')
  late.shop.now = FIRST
  t.match(late.shop.effects(session), [[/^extend/, { affectedTransactions: { length: 0 } }]])
  t.end()
})

t.test('nobody has no points that could expire: no effect, and the rule goes on (assumed)', (t) => {
  const { shop, session } = earning(
    '[extendLoyaltyPointsExpiryDate, 5, sub, 1D]',
    "[setLoyaltyPointsExpiryDate, 6, '', '2026-03-01T00:00:00Z']",
    '[notification, Hi]',
  )
  t.match(shop.effects({ ...session, profileId: '', loyaltyCards: [] }), [['showNotification', {}]])
  t.end()
})

/** A shop with one achievement; the rules of another campaign, which come first, name it too. */
const achieving = (...effects: string[]): Shop =>
  createShop(`
profiles: [{ integrationId: p1 }]
campaigns:
  - name: C
    rules: [{ title: R, condition: [and, true], effects: [${effects.join(', ')}] }]
  - name: Owner
    achievements: [{ id: 9, name: regular, title: Regular guest, target: 5 }]
`)

const ACHIEVEMENT = { achievementId: 9, achievementName: 'regular', target: 5 }

const progress = (
  value: number,
  { delta = 2, tracker = 1 }: { delta?: number; tracker?: number | undefined } = {},
): BriefEffect => [
  'increaseAchievementProgress',
  {
    ...ACHIEVEMENT,
    ...(tracker > 0 && { progressTrackerId: tracker }),
    delta,
    value,
    isJustCompleted: value === 5,
  },
]

const undone = (currentProgress: number, decreaseProgressBy = 2): BriefEffect => [
  'rollbackIncreasedAchievementProgress',
  { ...ACHIEVEMENT, progressTrackerId: 1, decreaseProgressBy, currentProgress },
]

t.test('progress is shown while open, counted on closing, and taken back by cancelling', (t) => {
  const shop = achieving('[increaseAchievementProgress, 9, 2]')
  t.strictSame(shop.effects({}, 's1'), [progress(2, { tracker: 0 })])
  t.strictSame(shop.effects({}, 's1'), [progress(2, { tracker: 0 })], 'each update begins anew')
  t.strictSame(shop.effects({ state: 'closed' }, 's1'), [progress(2)])
  t.strictSame(shop.effects({}, 's2'), [progress(4)])
  t.strictSame(shop.effects({ state: 'cancelled' }, 's1'), [undone(0)])
  t.strictSame(shop.effects({ state: 'closed' }, 's2'), [progress(2)], 'the tracker stays')
  t.strictSame(shop.effects({ profileId: 'ben', state: 'closed' }), [progress(2, { tracker: 2 })])
  t.end()
})

t.test(
  'progress ends at the target; a completed achievement has no more effects (assumed)',
  (t) => {
    const shop = achieving('[INCREASEACHIEVEMENTPROGRESS, 9, 2]', '[notification, Hi]')
    const close = (id: string) => shop.effects({ state: 'closed' }, id)
    const hi: BriefEffect = [
      'showNotification',
      { notificationType: 'Info', title: 'Hi', body: '' },
    ]
    t.strictSame(close('s1'), [progress(2), hi])
    t.strictSame(close('s2'), [progress(4), hi])
    t.strictSame(close('s3'), [progress(5, { delta: 1 }), hi])
    t.strictSame(close('s4'), [hi])
    t.strictSame(shop.effects({ state: 'cancelled' }, 's3'), [undone(4, 1)])
    t.strictSame(shop.effects({ state: 'cancelled' }, 's1'), [undone(2)], 'in any order')
    t.strictSame(close('s5'), [progress(4), hi])
    t.end()
  },
)

t.test('two effects of one session go on from each other, and so do their rollbacks', (t) => {
  const shop = achieving(
    '[increaseAchievementProgress, 9, 2]',
    '[flexibleIncreaseAchievementProgress, "?", 9, 2]',
    '[increaseAchievementProgress, 9, 7]',
  )
  const all = [progress(2), progress(4), progress(5, { delta: 1 })]
  t.strictSame(shop.effects({ state: 'closed' }, 's1'), all)
  const undoing = [undone(3), undone(1), undone(0, 1)]
  t.strictSame(shop.effects({ state: 'cancelled' }, 's1'), undoing)
  t.end()
})

t.test('nobody makes no progress, and nothing is no progress: the rule goes on (assumed)', (t) => {
  const shop = achieving('[increaseAchievementProgress, 9, 2]', '[notification, Hi]')
  t.match(shop.effects({ profileId: '' }), [['showNotification', {}]])
  t.strictSame(achieving('[increaseAchievementProgress, 9, 0]').effects(), [])
  t.strictSame(achieving('[increaseAchievementProgress, 9, ["-", 0, 1]]').effects(), [])
  t.end()
})

t.test('a rule that fails makes no progress', (t) => {
  const shop = achieving('[increaseAchievementProgress, 9, 2]', '[setDiscount, x]')
  t.strictSame(shop.effects({ state: 'closed' }), [])
  t.equal(shop.records.progress('9 p1'), undefined)
  t.end()
})

t.test('replies show no achievements of a campaign', (t) => {
  const [campaign] = achieving('[notification, Hi]').put('s1').triggeredCampaigns
  t.notOk(Object.hasOwn(campaign ?? {}, 'achievements'))
  t.end()
})
