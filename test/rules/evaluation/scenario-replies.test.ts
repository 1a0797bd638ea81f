import { readFileSync } from 'node:fs'
import t from 'tap'
import type { CustomerSessionInput } from '../../../src/contract/service/customer-sessions.ts'
import { openScenario } from '../../helpers/open-scenario.ts'

/**
 * The whole replies to a session that opens, closes and is cancelled, under each of the scenario files.
 * Source: Integration API, IntegrationState and effects; docs, session states. Assumed: operators that
 * no public ruleset shows, as the built-in dialect has them.
 */
const LIVES: readonly [files: readonly string[], session: CustomerSessionInput][] = [
  [['a-coupon', 'a-coupon-short'], { couponCodes: ['SAVE20'] }],
  [['b-category', 'b-category-short'], {}],
  [['c-free-shipping'], {}],
  [['d-points'], {}],
  [['e-referral'], { referralCode: 'FRIEND-1' }],
  [['f-gift'], {}],
  [['g-first-purchase'], {}],
  [['h-tiers'], {}],
  [['i-audience'], { profileId: 'vip' }],
]

for (const [files, session] of LIVES) {
  const [name] = files
  for (const file of files) {
    t.test(`the replies to a session's life under ${file}`, (t) => {
      const replies = JSON.parse(
        readFileSync(`test/fixtures/scenarios/${name}.replies.json`, 'utf8'),
      )
      const shop = openScenario(file)
      const put = (update: CustomerSessionInput) =>
        JSON.parse(JSON.stringify(shop.put('s1', update)))
      t.strictSame(put(session), replies.open, 'open')
      t.strictSame(put({ state: 'closed' }), replies.closed, 'closed')
      t.strictSame(put({ state: 'cancelled' }), replies.cancelled, 'cancelled')
      t.end()
    })
  }
}
