import type { LimitAction, LimitEntity, LimitPeriod } from '../contract/scenario/vocabulary.ts'
import type { Application, Limit } from '../core/account.ts'
import { subtractWire } from '../core/money.ts'
import type { CouponRecord, ReferralRecord } from '../core/rewards/records.ts'
import { dayAt } from './local-time.ts'
import type { Run } from './run.ts'

/** Whose limit is in the way: what a code is refused with depends on it. */
export type LimitOwner = 'coupon' | 'referral' | 'campaign' | 'profile' | 'no-profile' | 'effect'

/**
 * A limit leaves no room for an effect, or what it takes from isn't there: its rule fails, and says
 * why. No `EvaluationError`, since no `catch` of a rule may swallow it.
 */
export class LimitReached extends Error {
  override readonly name = 'LimitReached'
  readonly owner: LimitOwner
  constructor(owner: LimitOwner, message: string) {
    super(message)
    this.owner = owner
  }
}

/** A limit, and how the keys of its counters begin. */
interface Budget {
  readonly limit: Limit
  readonly prefix: string
}

export type Budgets = ReadonlyMap<LimitAction, readonly Budget[]>

const UNLIMITED: Budgets = new Map()

/** The limits of a campaign or a coupon by what they count. Of two that share a counter the lower counts. */
export const budgetsOf = (limits: readonly Limit[], owner: string): Budgets => {
  if (limits.length === 0) return UNLIMITED
  const budgets = new Map<string, Budget>()
  for (const limit of limits) {
    const entities = [...new Set(limit.entities)].sort()
    const prefix = [owner, limit.action, entities.join('+'), limit.period].join('|')
    const other = budgets.get(prefix)
    if (other && other.limit.limit <= limit.limit) continue
    budgets.set(prefix, { limit: { ...limit, entities }, prefix })
  }
  const byAction = new Map<LimitAction, Budget[]>()
  for (const budget of budgets.values()) {
    const { action } = budget.limit
    byAction.set(action, [...(byAction.get(action) ?? []), budget])
  }
  return byAction
}

/** What limits are counted for. */
export interface Spender {
  readonly run: Run
  readonly application: Application
  readonly campaign: Budgets
  readonly coupon: (CouponRecord & { readonly budgets: Budgets }) | undefined
  readonly referral: ReferralRecord | undefined
}

/** A counter, and the room it leaves. */
interface Room {
  readonly key: string
  readonly left: number
  readonly owner: LimitOwner
}

/** All counters that so much of an action moves. */
const roomsOf = (spender: Spender, action: LimitAction): Room[] => {
  const own = spender.coupon?.budgets.get(action) ?? []
  const all = spender.campaign.get(action) ?? []
  if (own.length === 0 && all.length === 0) return []
  const ofProfile = ({ limit }: Budget) => limit.entities.includes('Profile')
  // A coupon's own limit for a profile goes over the campaign's. Source: Integration API, coupon `limits`.
  const campaign = all.filter((budget) => !(ofProfile(budget) && own.some(ofProfile)))
  return [...campaign, ...own].flatMap((budget) => roomsIn(spender, budget))
}

const roomsIn = (spender: Spender, { limit, prefix }: Budget): Room[] => {
  const { run, application } = spender
  const period = limit.period ? periodAt(limit.period, run.facts.now, application.timezone) : ''
  // One counter for each combination: with two identifiers both are counted.
  const combinations = limit.entities.reduce<string[]>(
    (keys, entity) => keys.flatMap((key) => valuesOf(spender, entity).map((id) => `${key}|${id}`)),
    [`${prefix}|${period}`],
  )
  if (combinations.length === 0) {
    const missing = limit.entities.find((entity) => valuesOf(spender, entity).length === 0)
    throw new LimitReached(
      missing === 'Profile' ? 'no-profile' : 'effect',
      `the limit of ${limit.action} counts by ${missing}, and the session has none`,
    )
  }
  const owner = ownerOf(limit)
  return combinations.map((key) => ({
    key,
    owner,
    left: subtractWire(limit.limit, run.counter(key)),
  }))
}

/** Which of an entity take part in this evaluation. */
const valuesOf = (
  { run, coupon, referral }: Spender,
  entity: LimitEntity,
): readonly (string | number)[] => {
  const { session } = run.facts
  switch (entity) {
    case 'Profile':
      return session.profileId === '' ? [] : [JSON.stringify(session.profileId)]
    case 'Identifier':
      return session.identifiers.map((identifier) => JSON.stringify(identifier))
    case 'Session':
      return [session.id]
    case 'Coupon':
      return coupon ? [coupon.coupon.id] : []
    case 'Referral':
      return referral ? [referral.referral.id] : []
    // Stores are not emulated: all sessions are of one.
    case 'Store':
      return ['']
  }
}

const ownerOf = ({ action, entities }: Limit): LimitOwner => {
  if (action !== 'redeemCoupon' && action !== 'redeemReferral') return 'effect'
  if (entities.includes('Profile')) return 'profile'
  if (entities.includes('Coupon')) return 'coupon'
  return entities.includes('Referral') ? 'referral' : 'campaign'
}

/** Whose limit keeps a code from being redeemed once more; undefined: nobody's. */
export const limitInTheWay = (
  spender: Spender,
  action: 'redeemCoupon' | 'redeemReferral',
): LimitOwner | undefined => {
  try {
    return roomsOf(spender, action).find(({ left }) => left < 1)?.owner
  } catch (error) {
    if (error instanceof LimitReached) return error.owner
    throw error
  }
}

/** Counts what is within its limits already. */
export const count = (spender: Spender, action: LimitAction, amount: number): void => {
  for (const { key } of roomsOf(spender, action)) spender.run.count(key, action, amount)
}

/** What an effect spends: one effect of an action, and so much of another. */
interface Spending {
  readonly effect?: LimitAction
  readonly amount?: LimitAction
  readonly value?: number
  /** The most that the coupon may give. */
  readonly couponHas?: number
  /** Whether it may be nothing, where rewards may be partial: part of the effect has been given. */
  readonly mayBeNothing?: boolean
}

/**
 * Spends an amount and one effect on the budgets of two actions; gives the amount that fits. It is
 * less than asked for when rewards may be partial, and some is left.
 * Source: docs, Budgets ("partial rewards").
 * @throws LimitReached when nothing fits, or not all and it may not be partial
 */
export const spend = (
  spender: Spender,
  { effect, amount, value = 0, couponHas = Infinity, mayBeNothing = false }: Spending,
): number => {
  const { run, application } = spender
  const effects = effect ? roomsOf(spender, effect) : []
  const amounts = amount ? roomsOf(spender, amount) : []
  if (effects.some((room) => room.left < 1)) {
    throw new LimitReached('effect', `the limit of ${effect} is reached`)
  }
  const left = Math.min(couponHas, ...amounts.map((room) => room.left))
  if (value > 0 && left <= 0 && mayBeNothing && application.partialDiscounts) return 0
  if (value > left && (left <= 0 || !application.partialDiscounts)) {
    const whose = couponHas === left ? 'the discount limit of the coupon' : `the limit of ${amount}`
    const message = `${value} passes ${whose}, which has ${Math.max(0, left)} left`
    throw new LimitReached('effect', message)
  }
  const given = Math.min(value, left)
  if (amount) for (const { key } of amounts) run.count(key, amount, given)
  if (effect) for (const { key } of effects) run.count(key, effect, 1)
  return given
}

/** The period that `now` is in; weeks begin on Monday (assumed). */
const periodAt = (period: LimitPeriod, now: number, timeZone: string): string => {
  const day = dayAt(now, timeZone)
  if (period === 'yearly') return day.slice(0, 4)
  if (period === 'monthly') return day.slice(0, 7)
  if (period === 'daily') return day
  const monday = new Date(`${day}T00:00:00Z`)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  return monday.toISOString().slice(0, 10)
}
