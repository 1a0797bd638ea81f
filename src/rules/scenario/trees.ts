import type { NumberTest } from '../../contract/scenario/forms.ts'
import type { AttributeEntity } from '../../contract/scenario/vocabulary.ts'
import type { ItemTest } from '../../contract/scenario/when.ts'
import type { Scope } from './scope.ts'

/** Pieces of expression trees that conditions and effects are made of. */

export const slot = (...steps: readonly string[]): unknown => ['.', ...steps]

/** All of them hold; one stands for itself. */
export const and = (trees: readonly unknown[]): unknown =>
  trees.length === 1 ? trees[0] : ['and', ...trees]

/** False where a slot is missing: reading one fails, and with it the rule. */
export const orFalse = (tree: unknown): unknown => ['catch', false, tree]

const OPERATORS = { atLeast: '>=', above: '>', atMost: '<=', below: '<', equals: '=' } as const

/** One tree for each test of the number that a tree gives, in the order of the file. */
export const numberTests = (number: unknown, tests: NumberTest): unknown[] =>
  Object.entries(tests).flatMap(([name, bound]) =>
    Object.hasOwn(OPERATORS, name)
      ? // The key was looked up just now.
        [[OPERATORS[name as keyof typeof OPERATORS], number, bound]]
      : [],
  )

/** The attributes of an entity have these values. */
export const attributeTests = (
  { source, attributes }: Scope,
  entity: AttributeEntity,
  root: string,
  values: Readonly<Record<string, unknown>>,
): unknown[] => {
  attributes.check(source, entity, values)
  return Object.entries(values).map(([name, value]) => ['=', slot(root, 'Attributes', name), value])
}

const CART_ITEMS = slot('Session', 'CartItems')

/** A lambda that says whether an item matches; undefined when every item does. */
const itemMatches = (scope: Scope, test: ItemTest): unknown => {
  const trees: unknown[] = []
  if (test.sku !== undefined) trees.push(['=', slot('Item', 'SKU'), test.sku])
  if (test.category !== undefined) trees.push(['=', slot('Item', 'Category'), test.category])
  if (test.name !== undefined) trees.push(['=', slot('Item', 'Name'), test.name])
  if (test.attributes) {
    trees.push(...attributeTests(scope, 'CartItem', 'Item', test.attributes))
  }
  if (test.in !== undefined) {
    scope.collections.find(scope.source, test, 'in', test.in)
    trees.push(['inCollection', test.in, slot('Item', 'SKU')])
  }
  return trees.length > 0 ? [['Item'], orFalse(and(trees))] : undefined
}

/** The cart items that match. */
export const matchingItems = (scope: Scope, test: ItemTest = {}): unknown => {
  const matches = itemMatches(scope, test)
  return matches ? ['filter', CART_ITEMS, matches] : CART_ITEMS
}

/** Some cart item matches. */
export const someItem = (scope: Scope, test: ItemTest): unknown => [
  'exists',
  CART_ITEMS,
  itemMatches(scope, test) ?? [['Item'], true],
]
