import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { EvaluationError } from '../../../src/rules/talang/errors.ts'
import { Block, fromJson, Time, toJson, ValueMap } from '../../../src/rules/talang/value.ts'
import { checkLaw } from '../../helpers/check-law.ts'

t.test('JSON becomes values and comes back as it was', (t) => {
  checkLaw(
    t,
    fc.property(fc.jsonValue(), (json) => {
      assert.deepEqual(JSON.stringify(toJson(fromJson(json))), JSON.stringify(json))
    }),
  )
  t.end()
})

t.test('an object is a map of its own keys', (t) => {
  const map = fromJson(JSON.parse('{"a": 1, "__proto__": "x"}'))
  t.ok(map instanceof ValueMap)
  assert.ok(map instanceof ValueMap)
  t.equal(map.get('__proto__'), 'x')
  t.equal(map.get('toString'), undefined)
  t.strictSame(
    [...map.entries()].map(([key]) => key),
    ['a', '__proto__'],
  )
  t.equal(JSON.stringify(toJson(map)), '{"a":1,"__proto__":"x"}')
  t.end()
})

t.test('what JSON cannot hold is refused', (t) => {
  t.throws(() => fromJson(Number.POSITIVE_INFINITY), EvaluationError)
  t.throws(() => fromJson(undefined), EvaluationError)
  t.throws(() => toJson(new Block([], () => null)), EvaluationError)
  let deep: unknown = 1
  for (let i = 0; i < 100_000; i++) deep = [deep]
  t.throws(() => fromJson(deep), EvaluationError)
  let object: unknown = 1
  for (let i = 0; i < 100_000; i++) object = { object }
  t.throws(() => toJson(fromJson(object)), EvaluationError)
  t.end()
})

t.test('a time is RFC 3339 text in its own offset', (t) => {
  // Source: RFC 3339, 5.6.
  t.equal(toJson(new Time(0)), '1970-01-01T00:00:00Z')
  t.equal(toJson(new Time(1, 90)), '1970-01-01T01:30:00.001+01:30')
  t.equal(toJson(new Time(0, -150)), '1969-12-31T21:30:00-02:30')
  t.end()
})
