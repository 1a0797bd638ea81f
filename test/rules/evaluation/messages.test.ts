import t from 'tap'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** Effects that tell or mark something. Source: Integration API, effects of these names. */

const shopOf = (effects: string): Shop =>
  createShop(`
attributes: { CustomerSession: { Tags: (list string), Rank: number }, CustomerProfile: { Tier: string } }
audiences: [{ id: 2, name: VIP, integrationId: vip }, { id: 3, name: Old }]
profiles: [{ integrationId: p1, audiences: [Old] }]
campaigns: [{ name: C, rules: [{ title: R, then: [${effects}] }] }]
`)

t.test('notifications, custom effects and webhooks', (t) => {
  const shop = shopOf(`
    { notify: { title: Hi } }, { notify: { title: Hi, type: Offer, body: there } },
    { custom: { name: Fireworks, payload: { colour: red, rockets: 3 } } }, { custom: { name: Bare } },
    { expr: ['!', Fireworks, blue] }, { expr: ['!', Fireworks, blue, 3, [list, a]] },
    { webhook: { id: 189, name: Tell the ERP } }, { expr: ['!', callApi12] },
    { expr: ['!', callApi5, text] }, { expr: [triggerWebhook, 7, Ship] }`)
  t.strictSame(shop.effects(), [
    ['showNotification', { notificationType: 'Info', title: 'Hi', body: '' }],
    ['showNotification', { notificationType: 'Offer', title: 'Hi', body: 'there' }],
    ['customEffect', { effectId: 0, name: 'Fireworks', payload: { colour: 'red', rockets: 3 } }],
    ['customEffect', { effectId: 0, name: 'Bare', payload: {} }],
    // Assumed: how arguments come into the payload is not documented.
    ['customEffect', { effectId: 0, name: 'Fireworks', payload: { value: 'blue' } }],
    ['customEffect', { effectId: 0, name: 'Fireworks', payload: { value: ['blue', 3, ['a']] } }],
    ['triggerWebhook', { webhookId: 189, webhookName: 'Tell the ERP' }],
    ['triggerWebhook', { webhookId: 12, webhookName: 'callApi12' }],
    // What stands behind the name of the call is an argument of the webhook.
    ['triggerWebhook', { webhookId: 5, webhookName: 'callApi5' }],
    ['triggerWebhook', { webhookId: 7, webhookName: 'Ship' }],
  ])
  t.end()
})

t.test(
  'attributes are set in the reply and from then on, and stay when a session is cancelled',
  (t) => {
    const shop = shopOf(`
    { setAttribute: { path: Session.Attributes.Tags, value: [a, b] } },
    { setAttribute: { path: Session.Attributes.Rank, value: { expr: [+, 1, 1.5] } } },
    { setAttribute: { path: Profile.Attributes.Tier, value: gold } }`)
    const state = shop.put('s1')
    t.strictSame(
      state.effects.map(({ effectType, props }) => [effectType, props]),
      [
        ['updateAttribute', { path: 'Session.Attributes.Tags', value: ['a', 'b'] }],
        ['updateAttribute', { path: 'Session.Attributes.Rank', value: 2.5 }],
        ['updateAttribute', { path: 'Profile.Attributes.Tier', value: 'gold' }],
      ],
    )
    t.strictSame(state.customerSession.attributes, { Tags: ['a', 'b'], Rank: 2.5 })
    t.strictSame(state.customerProfile?.attributes, { Tier: 'gold' })
    shop.put('s1', { state: 'closed' })
    const cancelled = shop.put('s1', { state: 'cancelled' })
    t.strictSame(cancelled.effects, [])
    t.strictSame(cancelled.customerProfile?.attributes, { Tier: 'gold' })
    t.end()
  },
)

t.test('only attributes of session and profile can be set, and of a profile that is there', (t) => {
  const set = '[updateAttribute, Item.Attributes.x, 1]'
  for (const effect of [set, `[catch, [noop], ${set}]`]) {
    const wrong = shopOf(`{ expr: ${effect} }`).put('s1')
    t.match(wrong.ruleFailureReasons, [{ details: /path must be Session\.Attributes/ }])
  }
  const nobody = shopOf('{ setAttribute: { path: Profile.Attributes.Tier, value: gold } }')
  t.match(nobody.put('s1', { profileId: '' }).ruleFailureReasons, [
    { details: 'updateAttribute: the session has no profile' },
  ])
  t.end()
})

t.test('the profile joins and leaves audiences', (t) => {
  const shop = shopOf('{ audience: { add: vip } }, { audience: { remove: Old } }')
  const state = shop.put('s1')
  const who = { profileIntegrationId: 'p1', profileId: 1 }
  t.strictSame(
    state.effects.map(({ effectType, props }) => [effectType, props]),
    [
      ['addToAudience', { audienceId: 2, audienceName: 'VIP', ...who }],
      ['removeFromAudience', { audienceId: 3, audienceName: 'Old', ...who }],
    ],
  )
  t.strictSame(state.customerProfile?.audienceMemberships, [{ id: 2, name: 'VIP' }])
  t.match(shop.put('s2', { profileId: '' }).ruleFailureReasons, [
    { details: 'addToAudience: the session has no profile' },
  ])
  t.end()
})

t.test('what is set shows to conditions with the next update, not the same one (assumed)', (t) => {
  const shop = createShop(`
attributes: { CustomerProfile: { Tier: string } }
campaigns:
  - name: C
    rules:
      - { title: Set, then: [{ setAttribute: { path: Profile.Attributes.Tier, value: gold } }] }
      - { title: Read, when: { profile: { attributes: { Tier: gold } } }, then: [{ notify: { title: x } }] }
`)
  t.equal(shop.put('s1').effects.length, 1)
  t.equal(shop.put('s1').effects.length, 2)
  t.end()
})
