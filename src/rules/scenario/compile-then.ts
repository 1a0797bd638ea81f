import type { NumberOrTree, ValueOrTree } from '../../contract/scenario/forms.ts'
import type { CreatedCode, Effect } from '../../contract/scenario/then.ts'
import type { DiscountScope } from '../../contract/scenario/vocabulary.ts'
import type { Scope } from './scope.ts'
import { matchingItems, slot } from './trees.ts'

/** Translates the short form of one effect. */
export const compileEffect = (scope: Scope, effect: Effect): unknown => {
  const [[key, value] = []] = Object.entries(effect)
  // The schema lets no other keys and values pass, and one alone.
  const compile = COMPILERS[key as keyof Effect] as (scope: Scope, value: unknown) => unknown
  return compile(scope, value)
}

const numberTree = (value: NumberOrTree): unknown =>
  typeof value === 'number' ? value : value.expr

const valueTree = (value: ValueOrTree): unknown => {
  if (typeof value !== 'object') return value
  return 'expr' in value ? value.expr : ['list', ...value]
}

/** The value if it is known before the rule runs. */
const plainValue = (value: ValueOrTree): unknown =>
  typeof value === 'object' && 'expr' in value ? undefined : value

interface Share {
  percent?: NumberOrTree
  amount?: NumberOrTree
}

/** So much of a whole, or an amount: the schema sees to it that one of them is said. */
const shareOf = (whole: unknown, { percent, amount = 0 }: Share): unknown =>
  percent === undefined ? numberTree(amount) : ['*', whole, ['/', numberTree(percent), 100]]

/** A slot, or the one beside it that earlier campaigns have discounted. */
const current = ({ application }: Scope, root: string, name: string): unknown =>
  slot(root, application.cascadingDiscounts ? `Discounted${name}` : name)

const SCOPES = { session: 'sessionTotal', items: 'cartItems', costs: 'additionalCosts' } as const

const TOTALS: Record<DiscountScope, string> = {
  sessionTotal: 'Total',
  cartItems: 'CartItemTotal',
  additionalCosts: 'AdditionalCostTotal',
}

/** Optional arguments as far as one is given; those before it take what they are without. */
const optional = (...args: [given: unknown, without: unknown][]): unknown[] =>
  args
    .slice(0, args.findLastIndex(([given]) => given !== undefined) + 1)
    .map(([given, without]) => given ?? without)

const ADVOCATE = slot('Advocate', 'IntegrationId')

/** Somebody else than the session's profile, as the last argument. */
const recipient = (whose: { for?: 'profile' | 'advocate' }): unknown[] =>
  whose.for === 'advocate' ? [ADVOCATE] : []

const createdCode = (code: CreatedCode): unknown[] => [
  code.for === 'advocate' ? ADVOCATE : slot('Profile', 'IntegrationId'),
  ...optional([code.pattern, ''], [code.usageLimit, 1], [code.validFor, '']),
]

const ENTITIES = { Session: 'CustomerSession', Profile: 'CustomerProfile' } as const

const COMPILERS: {
  [Key in keyof Effect]-?: (scope: Scope, value: NonNullable<Effect[Key]>) => unknown
} = {
  discount: (scope, discount) => {
    const of = discount.of ? SCOPES[discount.of] : scope.application.discountScope
    const whole = current(scope, 'Session', TOTALS[of])
    return ['setDiscount', discount.name, shareOf(whole, discount), of]
  },

  itemDiscount: (scope, discount) => [
    'setDiscountPerItem',
    discount.name,
    matchingItems(scope, discount.where),
    [['Item'], shareOf(current(scope, 'Item', 'Price'), discount)],
  ],

  costDiscount: (scope, discount) => {
    const { name, cost } = discount
    scope.costs.find(scope.source, discount, 'cost', cost)
    const price = slot('Session', 'AdditionalCosts', cost)
    return ['setDiscountPerAdditionalCost', name, cost, shareOf(price, discount)]
  },

  freeItem: (_, { sku, name, quantity }) => ['addFreeItem', sku, name, ...optional([quantity, 1])],

  points: (scope, points) => {
    const { program, name, amount = 0, perUnit, subledger } = points
    const id = scope.programs.find(scope.source, points, 'program', program)
    const value =
      perUnit === undefined
        ? numberTree(amount)
        : ['floor', ['*', slot('Session', 'CartItemTotal'), perUnit]]
    const recipient = points.for === 'advocate' ? ADVOCATE : undefined
    return ['addLoyaltyPoints', id, name, value, ...optional([subledger, ''], [recipient, ''])]
  },

  itemPoints: (scope, points) => {
    const { name, where, subledger } = points
    const id = scope.programs.find(scope.source, points, 'program', points.program)
    const items = matchingItems(scope, where)
    const value = points.amount ?? ['*', slot('Item', 'Price'), points.perUnit ?? 0]
    const perItem = [['Item'], typeof value === 'object' && 'expr' in value ? value.expr : value]
    return ['addLoyaltyPointsPerItem', id, name, items, perItem, ...optional([subledger, ''])]
  },

  redeem: (scope, redeem) => {
    const id = scope.programs.find(scope.source, redeem, 'program', redeem.program)
    const value = numberTree(redeem.points)
    return ['deductLoyaltyPoints', id, redeem.name, value, ...optional([redeem.subledger, ''])]
  },

  pointsExpiry: (scope, expiry) => {
    const { at, extendBy, subledger = '' } = expiry
    const id = scope.programs.find(scope.source, expiry, 'program', expiry.program)
    return extendBy === undefined
      ? ['setLoyaltyPointsExpiryDate', id, subledger, at]
      : ['extendLoyaltyPointsExpiryDate', id, subledger, extendBy]
  },

  createCoupon: (_, code) => ['createCoupon', ...createdCode(code)],
  createReferral: (_, code) => ['createReferral', ...createdCode(code)],

  reserveCoupon: (_, { code, ...whose }) => ['reserveCoupon', code, ...recipient(whose)],

  giveaway: (scope, giveaway) => {
    const id = scope.pools.find(scope.source, giveaway, 'pool', giveaway.pool)
    return ['awardGiveaway', id, ...recipient(giveaway)]
  },

  progress: (scope, progress) => {
    const { achievement, by = 1 } = progress
    const id = scope.achievements.find(scope.source, progress, 'achievement', achievement)
    return ['increaseAchievementProgress', id, numberTree(by)]
  },

  setAttribute: (scope, set) => {
    const [root = '', , name = ''] = set.path.split('.')
    // The schema lets no other roots pass.
    const entity = ENTITIES[root as keyof typeof ENTITIES]
    const place = { holder: set, key: 'path' }
    scope.attributes.checkOne(scope.source, entity, name, plainValue(set.value), place)
    return ['updateAttribute', set.path, valueTree(set.value)]
  },

  audience: (scope, audience) =>
    audience.add === undefined
      ? ['removeFromAudience', audienceId(scope, audience, 'remove', audience.remove)]
      : ['addToAudience', audienceId(scope, audience, 'add', audience.add)],

  notify: (_, { type = 'Info', title, body = '' }) => ['showNotification', type, title, body],
  custom: (_, { name, payload = {} }) => ['customEffect', name, payload],
  webhook: (_, { id, name }) => ['triggerWebhook', id, name],
  expr: (_, tree) => tree,
}

const audienceId = (
  { source, audiences }: Scope,
  holder: object,
  key: string,
  reference: string | number = '',
): number => audiences.find(source, holder, key, reference)
