import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { CONTENT_FIELDS } from '../../src/contract/service/content-fields.ts'
import type { IntegrationState } from '../../src/contract/service/integration-state.ts'
import { explainFields, selectFields } from '../../src/core/state.ts'
import { checkLaw } from '../helpers/check-law.ts'

const fields = fc.subarray([...CONTENT_FIELDS], { minLength: 0 })
const anyOrder = fc.shuffledSubarray([...CONTENT_FIELDS])
/** A reply of any of the fields, in any order, each with any value: what it holds is of no interest here. */
const reply = fc
  .tuple(anyOrder, fc.infiniteStream(fc.jsonValue()))
  .map(([names, values]) => Object.fromEntries(names.map((name) => [name, values.next().value])))

const select = (state: object, asked: Parameters<typeof selectFields>[1]) =>
  selectFields(state as IntegrationState, asked)

t.test('a callback body is one object of exactly the fields that are asked for and there', (t) => {
  // Source: Third-party OpenAPI, contentFields. Assumed: names and values are those of the reply.
  checkLaw(
    t,
    fc.property(reply, fields, (state, asked) => {
      const expected = Object.entries(state).filter(([name]) =>
        asked.some((field) => field === name),
      )
      assert.deepEqual(Object.entries(select(state, asked)), expected)
    }),
  )
  t.end()
})

t.test('a choice that the reply has nothing of is an empty object', (t) => {
  // Assumed: the callback is sent all the same.
  t.strictSame(select({ effects: [] }, ['referral']), {})
  t.strictSame(select({}, ['effects']), {})
  t.strictSame(select({ effects: [] }, []), {})
  t.end()
})

t.test('every field is either sent or left out with its reason', (t) => {
  checkLaw(
    t,
    fc.property(fields, fc.option(fields, { nil: undefined }), (replied, asked) => {
      const { sent, left } = explainFields(replied, asked)
      assert.deepEqual([...sent, ...Object.keys(left)].sort(), [...CONTENT_FIELDS].sort())
      for (const field of CONTENT_FIELDS) {
        const expected =
          asked && !asked.includes(field)
            ? 'not in X-Content-Fields'
            : replied.includes(field)
              ? undefined
              : 'not in the reply'
        assert.equal(left[field], expected, field)
        assert.equal(sent.includes(field), expected === undefined, field)
      }
    }),
  )
  t.end()
})

t.test('what is said to be sent is what the body holds', (t) => {
  checkLaw(
    t,
    fc.property(reply, fields, (state, asked) => {
      const { sent } = explainFields(Object.keys(state), asked)
      assert.deepEqual(sent.sort(), Object.keys(select(state, asked)).sort())
    }),
  )
  t.end()
})
