/**
 * What operators of rulesets mean. The names and the order of arguments of most of the service's
 * own operators aren't public: this is a table that a file can lay others over.
 */

export type OperatorKind = 'effect' | 'predicate'

/** An operator's meaning: `name` is one of ours, `roles` say what its arguments are, in order. */
export interface Operator {
  readonly kind: OperatorKind
  readonly name: string
  readonly roles: readonly string[]
}

/** Operators by their names in lower case: case says nothing in expression trees. */
export type Dialect = ReadonlyMap<string, Operator>

/** What the evaluator can do, with its arguments in its own order; those it can do without come last. */
export const OPERATORS: readonly Operator[] = [
  { kind: 'predicate', name: 'couponValid', roles: [] },
  { kind: 'predicate', name: 'referralValid', roles: [] },
  { kind: 'predicate', name: 'inAudience', roles: ['audience'] },
  { kind: 'predicate', name: 'loyaltyBalance', roles: ['program', 'subledger'] },
  { kind: 'predicate', name: 'inCollection', roles: ['name', 'value'] },
  { kind: 'predicate', name: 'localWeekdayIn', roles: ['weekdays'] },
  { kind: 'predicate', name: 'localTimeBetween', roles: ['from', 'to'] },
  { kind: 'effect', name: 'setDiscount', roles: ['name', 'value', 'scope'] },
  { kind: 'effect', name: 'setDiscountPerItem', roles: ['name', 'items', 'value', 'scope'] },
  { kind: 'effect', name: 'setDiscountPerAdditionalCost', roles: ['name', 'cost', 'value'] },
  {
    kind: 'effect',
    name: 'setDiscountPerAdditionalCostPerItem',
    roles: ['name', 'items', 'cost', 'value'],
  },
  { kind: 'effect', name: 'addFreeItem', roles: ['sku', 'name', 'quantity'] },
  {
    kind: 'effect',
    name: 'addLoyaltyPoints',
    roles: ['program', 'name', 'value', 'subledger', 'recipient'],
  },
  {
    kind: 'effect',
    name: 'addLoyaltyPointsPerItem',
    roles: ['program', 'name', 'items', 'value', 'subledger', 'recipient'],
  },
  {
    kind: 'effect',
    name: 'deductLoyaltyPoints',
    roles: ['program', 'name', 'value', 'subledger'],
  },
  {
    kind: 'effect',
    name: 'setLoyaltyPointsExpiryDate',
    roles: ['program', 'subledger', 'expiryDate'],
  },
  {
    kind: 'effect',
    name: 'extendLoyaltyPointsExpiryDate',
    roles: ['program', 'subledger', 'duration'],
  },
  {
    kind: 'effect',
    name: 'createCoupon',
    roles: ['recipient', 'pattern', 'usageLimit', 'validFor'],
  },
  {
    kind: 'effect',
    name: 'createReferral',
    roles: ['advocate', 'pattern', 'usageLimit', 'validFor'],
  },
  { kind: 'effect', name: 'reserveCoupon', roles: ['coupon', 'recipient'] },
  { kind: 'effect', name: 'awardGiveaway', roles: ['pool', 'recipient'] },
  { kind: 'effect', name: 'increaseAchievementProgress', roles: ['achievement', 'delta'] },
  { kind: 'effect', name: 'updateAttribute', roles: ['path', 'value'] },
  { kind: 'effect', name: 'addToAudience', roles: ['audience'] },
  { kind: 'effect', name: 'removeFromAudience', roles: ['audience'] },
  { kind: 'effect', name: 'showNotification', roles: ['type', 'title', 'body'] },
  { kind: 'effect', name: 'triggerWebhook', roles: ['webhook', 'name'] },
  { kind: 'effect', name: 'customEffect', roles: ['name', 'payload'] },
]

/** Other spellings: a fragment of a public tool that rewrites rulesets writes notifications so. */
const SPELLINGS: readonly [spelling: string, Operator][] = [
  ['notification', { kind: 'effect', name: 'showNotification', roles: ['title', 'body'] }],
]

/** What is known without a file. */
export const BUILT_IN_DIALECT: Dialect = new Map(
  [...OPERATORS.map((operator) => [operator.name, operator] as const), ...SPELLINGS].map(
    ([spelling, operator]) => [spelling.toLowerCase(), operator],
  ),
)

const FLEXIBLE = 'flexible'

/**
 * What an operator means; undefined when nobody knows. In front of the arguments of an operator that
 * begins with `flexible` stands one that says nothing: it has the role `''`.
 * Source: a public tool that rewrites real rulesets finds their program IDs one place further back.
 */
export const operatorNamed = (dialect: Dialect, spelling: string): Operator | undefined => {
  const name = spelling.toLowerCase()
  const known = dialect.get(name)
  if (known || !name.startsWith(FLEXIBLE)) return known
  const plain = dialect.get(name.slice(FLEXIBLE.length))
  return plain && { ...plain, roles: ['', ...plain.roles] }
}

const rolesOf = new Map(OPERATORS.map(({ name, roles }) => [name, roles]))

/**
 * Puts arguments of an operator in the order of the evaluator; undefined in the place of one that is not
 * there.
 */
export const reorderFor = (operator: Operator) => {
  const places = (rolesOf.get(operator.name) ?? []).map((role) => operator.roles.indexOf(role))
  return <T>(args: readonly T[]): (T | undefined)[] => {
    const placed = places.map((place) => args[place])
    while (placed.length > 0 && placed.at(-1) === undefined) placed.pop()
    return placed
  }
}
