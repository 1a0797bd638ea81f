import { WEEKDAYS, type When } from '../../contract/scenario/when.ts'
import type { Scope } from './scope.ts'
import {
  and,
  attributeTests,
  matchingItems,
  numberTests,
  orFalse,
  slot,
  someItem,
} from './trees.ts'

/** Translates the short form of conditions: one `and` whose children are the keys, in their order. */
export const compileWhen = (scope: Scope, when: When): unknown => ['and', ...keyTrees(scope, when)]

const keyTrees = (scope: Scope, when: When): unknown[] =>
  Object.entries(when).map(([key, value]) => {
    // The schema lets no other keys and values pass.
    const compile = COMPILERS[key as keyof When] as (scope: Scope, value: unknown) => unknown
    return compile(scope, value)
  })

const nested = (scope: Scope, when: When): unknown => and(keyTrees(scope, when))

const COMPILERS: {
  [Key in keyof When]-?: (scope: Scope, value: NonNullable<When[Key]>) => unknown
} = {
  coupon: () => ['couponValid'],
  referral: () => ['referralValid'],
  sessionTotal: (_, tests) => and(numberTests(slot('Session', 'Total'), tests)),
  cartTotal: (_, tests) => and(numberTests(slot('Session', 'CartItemTotal'), tests)),
  itemCount: (_, tests) => and(numberTests(slot('Session', 'ItemCount'), tests)),
  firstSession: (_, first) => ['=', slot('Session', 'FirstSession'), first],

  profile: (scope, test) => {
    const trees: unknown[] = []
    const { attributes, audience, closedSessions, totalSales, known } = test
    if (attributes) trees.push(...attributeTests(scope, 'CustomerProfile', 'Profile', attributes))
    if (audience !== undefined) {
      trees.push(['inAudience', scope.audiences.find(scope.source, test, 'audience', audience)])
    }
    if (closedSessions)
      trees.push(...numberTests(slot('Profile', 'ClosedSessions'), closedSessions))
    if (totalSales) trees.push(...numberTests(slot('Profile', 'TotalSales'), totalSales))
    if (known !== undefined) {
      const isKnown = orFalse(['!=', slot('Profile', 'IntegrationId'), ''])
      trees.push(known ? isKnown : ['not', isKnown])
    }
    return orFalse(and(trees))
  },

  session: (scope, { attributes = {}, state }) => {
    const trees = attributeTests(scope, 'CustomerSession', 'Session', attributes)
    if (state !== undefined) trees.push(['=', slot('Session', 'State'), state])
    return orFalse(and(trees))
  },

  item: (scope, test) => {
    if (!test.quantity) return someItem(scope, test)
    const units = ['sum', matchingItems(scope, test), 'Item', slot('Item', 'Quantity')]
    return and(numberTests(units, test.quantity))
  },

  event: (scope, test) => {
    const trees: unknown[] = []
    if (test.type !== undefined) {
      scope.events.check(scope.source, test, 'type', test.type)
      trees.push(['=', slot('Event', 'Type'), test.type])
    }
    if (test.attributes) trees.push(...attributeTests(scope, 'Event', 'Event', test.attributes))
    return orFalse(and(trees))
  },

  points: (scope, test) => {
    const id = scope.programs.find(scope.source, test, 'program', test.program)
    const balance = ['loyaltyBalance', id, ...(test.subledger ? [test.subledger] : [])]
    const trees = numberTests(balance, test)
    if (trees.length === 0) scope.source.fault(test, undefined, 'must say how many: atLeast, …')
    return and(trees)
  },

  time: (_, { after, before, weekdays, hours }) => {
    const trees: unknown[] = []
    if (after !== undefined) trees.push(['after', slot('Now'), ['parseTime', after]])
    if (before !== undefined) trees.push(['before', slot('Now'), ['parseTime', before]])
    if (weekdays) {
      const days = weekdays.map((day) => String(WEEKDAYS.indexOf(day)))
      trees.push(['localWeekdayIn', ['list', ...days]])
    }
    if (hours !== undefined) trees.push(['localTimeBetween', ...hours.split('-')])
    return and(trees)
  },

  any: (scope, conditions) => ['or', ...conditions.map((when) => nested(scope, when))],
  all: (scope, conditions) => ['and', ...conditions.map((when) => nested(scope, when))],
  not: (scope, when) => ['not', nested(scope, when)],
  expr: (_, tree) => tree,
}
