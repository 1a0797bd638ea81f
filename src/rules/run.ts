import type { DiscountScope, LimitAction } from '../contract/scenario/vocabulary.ts'
import type { Effect } from '../contract/service/effects.ts'
import type { Campaign, Coupon, RuleFailureReason } from '../contract/service/rewards.ts'
import { LateMap } from '../core/late-map.ts'
import { addWire, subtractWire } from '../core/money.ts'
import { type PointsEntry, progressKey } from '../core/rewards/records.ts'
import type {
  AttributeUpdate,
  AudienceUpdate,
  BudgetUse,
  Claims,
  CodeClaim,
  ExpiryClaim,
  GiveawayClaim,
  PointsClaim,
  ProgressClaim,
  Reservation,
  RuleFacts,
} from '../core/rewards/rule-program.ts'

/** The part of the session that a line of the cart is, whatever of it is discounted. */
export const lineOf = (position: number): string => `item ${position}`

/**
 * What the rules have brought about so far in one evaluation. Everything is done through methods that
 * note how to take it back, since a rule that fails halfway, or a campaign that loses, leaves no trace.
 */
export class Run {
  readonly effects: Effect[] = []
  readonly triggered: Campaign[] = []
  readonly failures: RuleFailureReason[] = []
  readonly #counters = new LateMap<string, BudgetUse>()
  readonly #coupons = new LateMap<string, number>()
  readonly #points: PointsClaim[] = []
  readonly #expiries: ExpiryClaim[] = []
  readonly #giveaways: GiveawayClaim[] = []
  readonly #codes: CodeClaim[] = []
  readonly #progress: ProgressClaim[] = []
  readonly #attributes: AttributeUpdate[] = []
  readonly #audiences: AudienceUpdate[] = []
  readonly #reservations: Reservation[] = []
  #referral: string | undefined
  readonly #discounts: Record<DiscountScope, number> = {
    sessionTotal: 0,
    cartItems: 0,
    additionalCosts: 0,
  }
  /** Discounts of parts of the session: units and lines of the cart, additional costs. */
  readonly #parts = new LateMap<string, number>()
  readonly #undo: (() => void)[] = []

  readonly facts: RuleFacts

  constructor(facts: RuleFacts) {
    this.facts = facts
  }

  /** A point to go back to. */
  get mark(): number {
    return this.#undo.length
  }

  backTo(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.()
  }

  /** All discounts so far. */
  get discounted(): number {
    const { sessionTotal, cartItems, additionalCosts } = this.#discounts
    return addWire(sessionTotal, addWire(cartItems, additionalCosts))
  }

  /**
   * What is left of a scope to discount, never below 0. Assumed: the discounts of all scopes together
   * stay within the session's total, and those of items or costs within theirs.
   */
  left(scope: DiscountScope): number {
    const { session } = this.facts
    const ofTotal = subtractWire(session.total, this.discounted)
    if (scope === 'sessionTotal') return Math.max(0, ofTotal)
    const whole = scope === 'cartItems' ? session.cartItemTotal : session.additionalCostTotal
    return Math.max(0, Math.min(ofTotal, subtractWire(whole, this.#discounts[scope])))
  }

  /** What a part of the session has been discounted by. */
  discountOf(part: string): number {
    return this.#parts.get(part) ?? 0
  }

  discount(scope: DiscountScope, amount: number, parts: readonly string[] = []): void {
    const before = this.#discounts[scope]
    this.#discounts[scope] = addWire(before, amount)
    this.#undo.push(() => {
      this.#discounts[scope] = before
    })
    for (const part of parts) {
      this.#set(this.#parts, part, addWire(this.discountOf(part), amount))
    }
  }

  /** How far a budget is used, by this evaluation too. */
  counter(key: string): number {
    return addWire(this.facts.account.counter(key), this.#counters.get(key)?.amount ?? 0)
  }

  count(key: string, action: LimitAction, amount: number): void {
    const before = this.#counters.get(key)?.amount ?? 0
    this.#set(this.#counters, key, { action, amount: addWire(before, amount) })
  }

  isAccepted(code: string): boolean {
    return this.#coupons.has(code)
  }

  /** How much more discount a coupon may give; infinite without a limit. */
  leftOfCoupon({ value, discountLimit = Infinity, discountCounter }: Coupon): number {
    if (discountLimit === Infinity) return Infinity
    const given = addWire(discountCounter, this.#coupons.get(value) ?? 0)
    return subtractWire(discountLimit, given)
  }

  acceptCoupon(code: string): void {
    this.#set(this.#coupons, code, 0)
  }

  /** Counts a discount that an accepted coupon has given. */
  countCoupon(code: string, discount: number): void {
    this.#set(this.#coupons, code, addWire(this.#coupons.get(code) ?? 0, discount))
  }

  get referral(): string | undefined {
    return this.#referral
  }

  acceptReferral(code: string): void {
    const before = this.#referral
    this.#referral = code
    this.#undo.push(() => {
      this.#referral = before
    })
  }

  /** Points that this evaluation adds to a ledger and takes from it. */
  pointsOf(
    programId: number,
    subLedgerId: string,
    owner: string,
  ): { added: number; deducted: number } {
    const moved = { add: 0, deduct: 0 }
    for (const claim of this.#points) {
      if (
        claim.programId === programId &&
        claim.subLedgerId === subLedgerId &&
        claim.owner === owner
      ) {
        moved[claim.kind] = addWire(moved[claim.kind], claim.amount)
      }
    }
    return { added: moved.add, deducted: moved.deduct }
  }

  /** When points of a ledger expire, as this evaluation has left it. */
  expiryOf(programId: number, owner: string, { uuid, expiryDate }: PointsEntry) {
    const changed = this.#expiries.findLast(
      (claim) =>
        claim.programId === programId && claim.owner === owner && claim.expiryDates.has(uuid),
    )
    return changed?.expiryDates.get(uuid) ?? expiryDate
  }

  /** Giveaways that this evaluation has promised of a pool. */
  promised(poolId: number): number {
    return this.#giveaways.filter((claim) => claim.poolId === poolId).length
  }

  /** How far a profile has got in an achievement, by this evaluation too. */
  progressOf(achievementId: number, profileId: string): number {
    const before = this.facts.account.progress(progressKey(achievementId, profileId))?.progress ?? 0
    return this.#progress
      .filter((claim) => claim.achievementId === achievementId && claim.profileId === profileId)
      .reduce((sum, { delta }) => addWire(sum, delta), before)
  }

  add(effect: Effect): void {
    this.#push(this.effects, effect)
  }

  trigger(campaign: Campaign): void {
    this.#push(this.triggered, campaign)
  }

  fail(reason: RuleFailureReason): void {
    this.#push(this.failures, reason)
  }

  /** Claims points for the effect that is added next. */
  claimPoints(claim: PointsClaim): void {
    this.#push(this.#points, claim)
  }

  claimExpiry(claim: ExpiryClaim): void {
    this.#push(this.#expiries, claim)
  }

  claimGiveaway(claim: Omit<GiveawayClaim, 'effectIndex'>): void {
    this.#push(this.#giveaways, { ...claim, effectIndex: this.effects.length })
  }

  claimCode(claim: CodeClaim): void {
    this.#push(this.#codes, claim)
  }

  claimProgress(claim: Omit<ProgressClaim, 'effectIndex'>): void {
    this.#push(this.#progress, { ...claim, effectIndex: this.effects.length })
  }

  updateAttribute(update: AttributeUpdate): void {
    this.#push(this.#attributes, update)
  }

  updateAudience(update: AudienceUpdate): void {
    this.#push(this.#audiences, update)
  }

  /** Whether a profile has reserved a coupon, before or in this evaluation. */
  isReserved(code: string, profileId: string): boolean {
    return (
      this.facts.account.coupon(code)?.reservedBy.includes(profileId) ||
      this.#reservations.some((one) => one.code === code && one.profileId === profileId)
    )
  }

  /** Whether a coupon takes one more reservation. Source: Third-party OpenAPI, `reservationLimit`. */
  isReservable(code: string): boolean {
    const record = this.facts.account.coupon(code)
    const limit = record?.coupon.reservationLimit
    if (!record || limit === undefined) return true
    const made = this.#reservations.filter((one) => one.code === code)
    const holders = new Set([...record.reservedBy, ...made.map(({ profileId }) => profileId)])
    return holders.size < limit
  }

  reserveCoupon(reservation: Reservation): void {
    this.#push(this.#reservations, reservation)
  }

  get claims(): Claims {
    return {
      coupons: this.#coupons.entries,
      referral: this.#referral,
      counters: this.#counters.entries,
      points: this.#points,
      expiries: this.#expiries,
      giveaways: this.#giveaways,
      codes: this.#codes,
      progress: this.#progress,
    }
  }

  get attributes(): readonly AttributeUpdate[] {
    return this.#attributes
  }

  get audiences(): readonly AudienceUpdate[] {
    return this.#audiences
  }

  get reservations(): readonly Reservation[] {
    return this.#reservations
  }

  #push<T>(list: T[], item: T): void {
    list.push(item)
    this.#undo.push(() => list.pop())
  }

  #set<T>(map: LateMap<string, T>, key: string, value: T): void {
    const before = map.get(key)
    map.set(key, value)
    this.#undo.push(() => {
      if (before === undefined) map.delete(key)
      else map.set(key, before)
    })
  }
}
