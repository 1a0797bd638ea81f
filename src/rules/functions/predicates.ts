import { clockAt, weekdayAt } from '../local-time.ts'
import { EvaluationError } from '../talang/errors.ts'
import type { RuleFunctions } from './host-function.ts'
import { audienceOf } from './messages.ts'

/** Conditions of the host. Source: published rulesets (`couponValid`). Assumed: the other names. */
export const PREDICATES: RuleFunctions = {
  couponValid(_, env) {
    env.couponHeld = env.coupon !== undefined && !env.coupon.refusal
    return env.couponHeld
  },

  referralValid(_, env) {
    env.referralHeld = env.referral !== undefined && !env.referral.refusal
    return env.referralHeld
  },

  inAudience(args, env) {
    const { id } = audienceOf(env, args)
    const memberships = env.run.facts.profile?.profile.audienceMemberships ?? []
    return memberships.some((membership) => membership.id === id)
  },

  inCollection(args, env) {
    const name = args.text(0, 'collection')
    const collection = Object.hasOwn(env.account.collections, name)
      ? env.account.collections[name]
      : undefined
    if (!collection) throw new EvaluationError(`there is no collection ${name}`)
    return collection.includes(args.text(1, 'value'))
  },

  localWeekdayIn: (args, env) =>
    args.list(0, 'weekdays').includes(String(weekdayAt(env.now, env.account.application.timezone))),

  localTimeBetween(args, env) {
    const clock = clockAt(env.now, env.account.application.timezone)
    const [from, to] = [args.text(0, 'from'), args.text(1, 'to')]
    // Past midnight when it ends before it begins.
    return from <= to ? clock >= from && clock < to : clock >= from || clock < to
  },
}
