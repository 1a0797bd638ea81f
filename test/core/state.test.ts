import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { CONTENT_FIELDS } from '../../src/contract/service/headers.ts'
import { explainFields, joinState, serialiseState } from '../../src/core/state.ts'
import { checkLaw } from '../helpers/check-law.ts'
import { createAccount } from '../helpers/create-account.ts'
import { makeSession } from '../helpers/make-session.ts'

const fields = fc.subarray([...CONTENT_FIELDS], { minLength: 0 })
const anyOrder = fc.shuffledSubarray([...CONTENT_FIELDS])
/** A reply of any of the fields, in any order, each with any JSON value. */
const reply = fc
  .tuple(anyOrder, fc.infiniteStream(fc.jsonValue()))
  .map(([names, values]) =>
    names.map((name) => [name, JSON.stringify(values.next().value)] as const),
  )

t.test('a reply written field by field is the JSON of the whole', (t) => {
  // Source: Third-party OpenAPI, IntegrationStateV2: one object.
  const { state } = createAccount().put(
    's1',
    makeSession({ attributes: { City: 'Berlin "Mitte"' } }),
  )
  t.equal(joinState(serialiseState(state)), JSON.stringify(state))
  t.end()
})

t.test('a field that is not there is not written', (t) => {
  // Source: Third-party OpenAPI, IntegrationStateV2: an anonymous session has no profile to show.
  const { state } = createAccount().put('s1', makeSession({ profileId: '' }))
  const written = serialiseState(state)
  t.notOk(written.has('customerProfile'))
  t.notOk('customerProfile' in JSON.parse(joinState(written)))
  t.end()
})

t.test('a callback body is one object of exactly the fields that are asked for and there', (t) => {
  // Source: Third-party OpenAPI, contentFields. Assumed: names and values are those of the reply.
  checkLaw(
    t,
    fc.property(reply, fields, (state, asked) => {
      const body: unknown = JSON.parse(joinState(new Map(state), asked))
      const expected = Object.fromEntries(
        state
          .filter(([name]) => asked.includes(name))
          .map(([name, json]): [string, unknown] => [name, JSON.parse(json)]),
      )
      assert.deepEqual(body, expected)
    }),
  )
  t.end()
})

t.test('without a choice of fields the body holds them all', (t) => {
  // Source: Third-party OpenAPI, contentFields ("If omitted, all the fields").
  checkLaw(
    t,
    fc.property(reply, (state) => {
      const body: object = JSON.parse(joinState(new Map(state)))
      assert.deepEqual(
        Object.keys(body),
        state.map(([name]) => name),
      )
    }),
  )
  t.end()
})

t.test('a choice that the reply has nothing of is an empty object', (t) => {
  // Assumed: the callback is sent all the same.
  t.equal(joinState(new Map([['effects', '[]']]), ['referral']), '{}')
  t.equal(joinState(new Map(), ['effects']), '{}')
  t.equal(joinState(new Map([['effects', '[]']]), []), '{}')
  t.equal(joinState(new Map()), '{}')
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
    fc.property(reply, fc.option(fields, { nil: undefined }), (state, asked) => {
      const { sent } = explainFields(
        state.map(([name]) => name),
        asked,
      )
      const body: object = JSON.parse(joinState(new Map(state), asked))
      assert.deepEqual(sent.sort(), Object.keys(body).sort())
    }),
  )
  t.end()
})
