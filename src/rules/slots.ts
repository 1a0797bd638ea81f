import type { CartItem, CustomerSession } from '../contract/service/integration-state.ts'
import { compare, divide, fromNumber, minus, ZERO } from '../core/decimal.ts'
import { times } from '../core/money.ts'
import type { ProfileRecord } from '../core/profiles.ts'
import { fromJson, type Value, ValueMap } from './talang/value.ts'

/**
 * What rules read of a session, an item, a profile. Fields are looked up when they are read; each goes
 * by its name in the reply, in PascalCase and all in lower case.
 * Source: published rulesets (`Session.Total`, `CartItems`, `Item.Category`, `Attributes`). Assumed: the others.
 */
type Fields<T> = Readonly<Record<string, (subject: T) => Value | undefined>>

type Table<T> = ReadonlyMap<string, (subject: T) => Value | undefined>

const tableOf = <T>(fields: Fields<T>): Table<T> =>
  new Map(
    Object.entries(fields).flatMap(([name, read]) =>
      spellingsOf(name).map((spelling) => [spelling, read] as const),
    ),
  )

/** As it is, from a small letter on, all small; and `Sku` for what is all capitals. */
const spellingsOf = (name: string): string[] => {
  const small = name.toLowerCase()
  const spellings = [name, `${small[0]}${name.slice(1)}`, small]
  return name === name.toUpperCase() ? [...spellings, `${name[0]}${small.slice(1)}`] : spellings
}

export class Slots<T> extends ValueMap {
  readonly subject: T
  readonly #table: Table<T>

  constructor(subject: T, table: Table<T>) {
    super()
    this.subject = subject
    this.#table = table
  }

  get(name: string): Value | undefined {
    return this.#table.get(name)?.(this.subject)
  }

  *entries(): Iterable<readonly [string, Value]> {
    const seen = new Set<unknown>()
    for (const [name, read] of this.#table) {
      // The first spelling of a field is its name.
      if (seen.has(read)) continue
      seen.add(read)
      const value = read(this.subject)
      if (value !== undefined) yield [name, value]
    }
  }
}

const number = (value: number | undefined) => (value === undefined ? undefined : fromNumber(value))

/** A cart line; `discount` is what its units have been discounted by so far, all together. */
interface ItemSubject {
  readonly item: CartItem
  readonly discount: () => number
}

const pricesOf = (costs: CustomerSession['additionalCosts'] | undefined): Value =>
  fromJson(
    Object.fromEntries(Object.entries(costs ?? {}).map(([name, { price }]) => [name, price ?? 0])),
  )

const ITEM = tableOf<ItemSubject>({
  SKU: ({ item }) => item.sku,
  Name: ({ item }) => item.name,
  Category: ({ item }) => item.category,
  Quantity: ({ item }) => fromNumber(item.quantity),
  RemainingQuantity: ({ item }) => fromNumber(item.remainingQuantity),
  Price: ({ item }) => number(item.price),
  DiscountedPrice: ({ item: { price, quantity }, discount }) => {
    if (price === undefined) return undefined
    const left = minus(times(price, quantity), fromNumber(discount()))
    return divide(compare(left, ZERO) < 0 ? ZERO : left, fromNumber(quantity))
  },
  Position: ({ item }) => fromNumber(item.position),
  Weight: ({ item }) => number(item.weight),
  Height: ({ item }) => number(item.height),
  Width: ({ item }) => number(item.width),
  Length: ({ item }) => number(item.length),
  Attributes: ({ item }) => fromJson(item.attributes ?? {}),
  AdditionalCosts: ({ item }) => pricesOf(item.additionalCosts),
})

export const itemSlots = (subject: ItemSubject): Slots<ItemSubject> => new Slots(subject, ITEM)

/** A session and how far it has been discounted. */
interface SessionSubject {
  readonly session: CustomerSession
  readonly items: () => readonly Value[]
  readonly left: (scope: 'sessionTotal' | 'cartItems' | 'additionalCosts') => number
}

const SESSION = tableOf<SessionSubject>({
  IntegrationId: ({ session }) => session.integrationId,
  Total: ({ session }) => fromNumber(session.total),
  CartItemTotal: ({ session }) => fromNumber(session.cartItemTotal),
  AdditionalCostTotal: ({ session }) => fromNumber(session.additionalCostTotal),
  DiscountedTotal: ({ left }) => fromNumber(left('sessionTotal')),
  DiscountedCartItemTotal: ({ left }) => fromNumber(left('cartItems')),
  DiscountedAdditionalCostTotal: ({ left }) => fromNumber(left('additionalCosts')),
  FirstSession: ({ session }) => session.firstSession,
  State: ({ session }) => session.state,
  CartItems: ({ items }) => items(),
  ItemCount: ({ session }) =>
    fromNumber(session.cartItems.reduce((sum, { quantity }) => sum + quantity, 0)),
  Attributes: ({ session }) => fromJson(session.attributes),
  AdditionalCosts: ({ session }) => pricesOf(session.additionalCosts),
  CouponCodes: ({ session }) => session.couponCodes,
  Coupons: ({ session }) => session.couponCodes,
  ReferralCode: ({ session }) => session.referralCode,
  LoyaltyCards: ({ session }) => session.loyaltyCards,
  Identifiers: ({ session }) => session.identifiers,
  ProfileId: ({ session }) => session.profileId,
})

export const sessionSlots = (subject: SessionSubject): Slots<SessionSubject> =>
  new Slots(subject, SESSION)

const PROFILE = tableOf<ProfileRecord>({
  IntegrationId: ({ profile }) => profile.integrationId,
  ClosedSessions: ({ profile }) => fromNumber(profile.closedSessions),
  TotalSales: ({ profile }) => fromNumber(profile.totalSales),
  Attributes: ({ profile }) => fromJson(profile.attributes),
  AudienceMemberships: ({ profile }) => profile.audienceMemberships.map(({ name }) => name),
})

export const profileSlots = (record: ProfileRecord): Slots<ProfileRecord> =>
  new Slots(record, PROFILE)
