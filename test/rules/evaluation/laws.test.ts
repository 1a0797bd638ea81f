import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { EmulatorError } from '../../../src/core/errors.ts'
import { spellCode } from '../../../src/core/rewards/codes.ts'
import { anyShop, anyVisits, type Step } from '../../helpers/any-shop.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { createShop, type Shop } from '../../helpers/create-shop.ts'

/** What holds whatever the rules and the sessions are. */

const open = (file: object): Shop => createShop({ 'shop.yaml': JSON.stringify(file) })

/** The reply to a request; undefined: it was refused. */
const visit = (shop: Shop, { id, session }: Step) => {
  try {
    return shop.put(id, session)
  } catch (error) {
    if (error instanceof EmulatorError) return undefined
    throw error
  }
}

t.test('each code is accepted or rejected, once', (t) => {
  checkLaw(
    t,
    fc.property(anyShop, anyVisits, (file, steps) => {
      const shop = open(file)
      const spell = (code: string) => spellCode(code, shop.program.account.application.codeCase)
      for (const step of steps) {
        const state = visit(shop, step)
        if (!state || state.customerSession.state === 'cancelled') continue
        const told = state.effects.flatMap(({ effectType, props }) =>
          /^(accept|reject)/.test(effectType) && 'value' in props
            ? [`${effectType.slice(6)} ${props.value}`]
            : [],
        )
        assert.equal(new Set(told).size, told.length, told.join())
        const { couponCodes, referralCode } = state.customerSession
        const sent = couponCodes.map((code) => `Coupon ${code}`)
        if (referralCode !== '') sent.push(`Referral ${referralCode}`)
        assert.deepEqual(new Set(told.map(spell)), new Set(sent.map(spell)))
      }
    }),
  )
  t.end()
})

t.test('evaluating again gives the same, and so does explaining', (t) => {
  checkLaw(
    t,
    fc.property(anyShop, anyVisits, (file, steps) => {
      const shop = open(file)
      for (const step of steps) {
        if (!visit(shop, step)) continue
        const once = shop.program.evaluate(shop.factsOf(step.id))
        assert.deepEqual(shop.program.evaluate(shop.factsOf(step.id)), once)
        const { outcome, rules } = shop.program.explain(shop.factsOf(step.id))
        assert.deepEqual(outcome, once)
        const fired = new Set(rules.flatMap((report) => (report.fired ? report.campaignId : [])))
        assert.deepEqual(fired, new Set(once.triggered.map(({ id }) => id)))
      }
    }),
  )
  t.end()
})
