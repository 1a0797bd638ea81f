import { COUPON_SETTINGS, REFERRAL_SETTINGS, spellCode } from '../../core/rewards/codes.ts'
import { durationMs } from '../../core/rewards/duration.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { LimitReached, spend } from '../limits.ts'
import { EvaluationError } from '../talang/errors.ts'
import { emit, envelopeOf, type RuleFunctions } from './host-function.ts'

/**
 * Things that the shopper gets: free items, codes, giveaways.
 * Source: Integration API, `addFreeItem`, `couponCreated`, `referralCreated`, `reserveCoupon`,
 * `willAwardGiveaway`.
 * Assumed: codes are made when the session closes, since a preview would make one with each update.
 */
export const GIFTS: RuleFunctions = {
  addFreeItem(args, env) {
    env.requireCart()
    const props = { sku: args.text(0, 'sku'), name: args.text(1, 'name') }
    const desired = args.has(2) ? { desiredQuantity: args.wholeNumber(2, 'quantity') } : {}
    spend(env.spender, { effect: 'addFreeItemEffect' })
    return emit(env, 'addFreeItem', { ...props, ...desired })
  },

  createCoupon: (args, env) => claimCode('coupon', args, env),

  createReferral: (args, env) => claimCode('referral', args, env),

  /** Assumed: it stands from this update on, whatever becomes of the session; for nobody there is none. */
  reserveCoupon(args, env) {
    const { run } = env
    const code = spellCode(args.text(0, 'coupon'), env.account.application.codeCase)
    const profileId = args.optionalText(1, 'recipient') ?? run.facts.session.profileId
    if (!run.facts.account.coupon(code)) throw new EvaluationError(`there is no coupon ${code}`)
    if (profileId === '') return null
    const isNewReservation = !run.isReserved(code, profileId)
    if (isNewReservation && !run.isReservable(code)) {
      throw new LimitReached('effect', `coupon ${code} takes no more reservations`)
    }
    spend(env.spender, { effect: 'reserveCoupon' })
    run.reserveCoupon({ code, profileId })
    const props = { couponValue: code, profileIntegrationId: profileId, isNewReservation }
    return emit(env, 'reserveCoupon', props)
  },

  awardGiveaway(args, env) {
    const { run } = env
    const poolId = args.wholeNumber(0, 'pool')
    const recipient = args.optionalText(1, 'recipient') ?? run.facts.session.profileId
    const pool = run.facts.account.pool(poolId)
    if (!pool) throw new EvaluationError(`there is no giveaway pool ${poolId}`)
    const free = pool.giveaways.filter(({ used }) => !used).length
    if (free <= run.promised(poolId)) {
      throw new LimitReached('effect', `giveaway pool ${poolId} has no code left`)
    }
    spend(env.spender, { effect: 'awardGiveaway' })
    run.claimGiveaway({ poolId, recipient })
    return emit(env, 'willAwardGiveaway', {
      poolId,
      poolName: pool.name,
      recipientIntegrationId: recipient,
    })
  },
}

const claimCode = (kind: 'coupon' | 'referral', args: Arguments, env: RuleEnvironment): null => {
  const { couponSettings, referralSettings } = env.campaign.definition
  const settings =
    kind === 'coupon'
      ? (couponSettings ?? COUPON_SETTINGS)
      : (referralSettings ?? REFERRAL_SETTINGS)
  const spell = (text: string) => spellCode(text, env.account.application.codeCase)
  const recipient = args.text(0, 'recipient')
  // Empty where only what stands behind it is given.
  const pattern = args.optionalText(1, 'pattern') || settings.couponPattern
  const usageLimit = args.has(2) ? args.wholeNumber(2, 'usageLimit') : 1
  const validFor = args.optionalText(3, 'validFor')
  const lifetime = validFor === undefined ? {} : { validForMs: lifetimeMs(validFor) }
  spend(env.spender, { effect: kind === 'coupon' ? 'createCoupon' : 'createReferral' })
  env.run.claimCode({
    kind,
    recipient,
    settings: {
      validCharacters: settings.validCharacters.map(spell),
      couponPattern: spell(pattern),
    },
    usageLimit,
    ...lifetime,
    envelope: envelopeOf(env),
  })
  return null
}

/** How long a code lasts, as `30D`. */
const lifetimeMs = (text: string): number => {
  const ms = durationMs(text)
  if (ms !== undefined) return ms
  throw new EvaluationError(`validFor must be a duration as 30D, got ${text}`)
}
