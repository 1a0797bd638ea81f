import type { CodeCase } from '../contract/scenario/vocabulary.ts'
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

/** What magic codes ask for, in the spelling that the account tells apart. */
export class MagicCodes {
  readonly #fold: (text: string) => string

  constructor(codeCase: CodeCase) {
    this.#fold = codeCase === 'sensitive' ? (text) => text : (text) => text.toUpperCase()
  }

  /** The reason that a coupon code asks to be rejected with. */
  couponRejection(code: string): CouponRejection | undefined {
    return this.#reasonIn(COUPON_REJECTIONS, code)
  }

  /** The reason that a referral code asks to be rejected with. */
  referralRejection(code: string): ReferralRejection | undefined {
    return this.#reasonIn(REFERRAL_REJECTIONS, code)
  }

  /** Accepts a coupon code that asks for it; false: it doesn't. */
  acceptCoupon(run: Run, code: string): boolean {
    const percent = this.#percentIn(code)
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
  acceptReferral(run: Run, code: string): boolean {
    if (this.#percentIn(code) !== 0) return false
    run.add(effectOfNone('acceptReferral', { value: code }))
    return true
  }

  #reasonIn<T extends string>(reasons: readonly T[], code: string): T | undefined {
    const folded = this.#fold(code)
    if (!folded.startsWith('REJECT-')) return undefined
    return reasons.find((reason) => this.#fold(`REJECT-${reason}`) === folded)
  }

  /** The percentage that a coupon code asks for; 0: it is accepted, and that is all. */
  #percentIn(code: string): number | undefined {
    const folded = this.#fold(code)
    if (folded.length > 'ACCEPT-'.length && folded.startsWith('ACCEPT-')) return 0
    const percent = Number(/^DISCOUNT-(\d{1,3}(?:\.\d{1,2})?)$/.exec(folded)?.[1] ?? NaN)
    return percent <= 100 ? percent : undefined
  }
}
