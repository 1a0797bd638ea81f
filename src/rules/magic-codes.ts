import type { EffectProps, EffectType } from '../contract/service/effects.ts'
import {
  COUPON_REJECTIONS,
  type CouponRejection,
  REFERRAL_REJECTIONS,
  type ReferralRejection,
} from '../contract/service/rejections.ts'
import { percentOf } from '../core/money.ts'
import type { Run } from './run.ts'

/**
 * Codes that call up an outcome without a scenario: `REJECT-<Reason>`, `ACCEPT-<anything>`,
 * `DISCOUNT-<percent>`. The emulator's own; a real code of the same name goes over them.
 */

/** An effect that no campaign has. Assumed: it comes from zeros, since the fields are required. */
export const effectOfNone = <T extends EffectType>(effectType: T, props: EffectProps[T]) => ({
  campaignId: 0,
  rulesetId: 0,
  ruleIndex: 0,
  ruleName: '',
  effectType,
  props,
})

const reasonIn = <T extends string>(reasons: readonly T[], code: string): T | undefined =>
  code.startsWith('REJECT-')
    ? reasons.find((reason) => reason === code.slice('REJECT-'.length))
    : undefined

/** The reason that a coupon code asks to be rejected with. */
export const magicCouponRejection = (code: string): CouponRejection | undefined =>
  reasonIn(COUPON_REJECTIONS, code)

/** The reason that a referral code asks to be rejected with. */
export const magicReferralRejection = (code: string): ReferralRejection | undefined =>
  reasonIn(REFERRAL_REJECTIONS, code)

/** The percentage that a coupon code asks for; 0: it is accepted, and that is all. */
const percentIn = (code: string): number | undefined => {
  if (code.length > 'ACCEPT-'.length && code.startsWith('ACCEPT-')) return 0
  const percent = Number(/^DISCOUNT-(\d{1,3}(?:\.\d{1,2})?)$/.exec(code)?.[1] ?? NaN)
  return percent <= 100 ? percent : undefined
}

/** Accepts a coupon code that asks for it; false: it doesn't. */
export const acceptMagicCoupon = (run: Run, code: string): boolean => {
  const percent = percentIn(code)
  if (percent === undefined) return false
  run.add(effectOfNone('acceptCoupon', { value: code }))
  if (percent > 0) {
    const wanted = percentOf(run.facts.session.total, percent)
    const value = Math.min(wanted, run.left('sessionTotal'))
    run.discount('sessionTotal', value)
    const props = { name: code, value, scope: 'sessionTotal' }
    run.add(effectOfNone('setDiscount', props))
  }
  return true
}

/** Accepts a referral code that asks for it; false: it doesn't. */
export const acceptMagicReferral = (run: Run, code: string): boolean => {
  if (percentIn(code) !== 0) return false
  run.add(effectOfNone('acceptReferral', { value: code }))
  return true
}
