import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { parse } from 'yaml'
import { DEMO_SCENARIO } from '../../../src/rules/scenario/demo.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { load } from '../../helpers/load-scenario.ts'

type Step = string | number

/** The paths of all values in a value, itself included. */
const pathsIn = (value: unknown, path: readonly Step[] = []): (readonly Step[])[] => {
  const entries: [Step, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(typeof value === 'object' ? (value ?? {}) : {})
  return [path, ...entries.flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

/** The value with another one at a path; undefined takes it out. */
const changed = (value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown => {
  if (step === undefined) return to
  if (Array.isArray(value)) {
    return value.map((item, i) => (i === step ? changed(item, rest, to) : item))
  }
  const map = value as Record<string, unknown>
  return { ...map, [step]: changed(map[step], rest, to) }
}

/** A path may be gone after the change before. */
const apply = (data: unknown, [path, to]: readonly [readonly Step[], unknown]): unknown => {
  const holds = path.reduce<unknown>(
    (at, step) => (at as Record<Step, unknown> | null)?.[step],
    data,
  )
  return holds === undefined ? data : changed(data, path, to)
}

const demo: unknown = parse(DEMO_SCENARIO)

t.test(
  'whatever stands in the place of a value, loading ends and says where it went wrong',
  (t) => {
    const change = fc.tuple(
      fc.constantFrom(...pathsIn(demo)),
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined), fc.constant({ expr: [[]] })),
    )
    checkLaw(
      t,
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const text = JSON.stringify(changes.reduce(apply, demo), null, 1) ?? ''
        const loaded = load({ 'shop.yaml': text })
        if (loaded.ok) return
        assert.ok(loaded.faults.length > 0)
        const lines = text.split('\n').length
        for (const { line, message } of loaded.faults) {
          assert.ok(line >= 1 && line <= lines && message !== '')
        }
      }),
    )
    t.end()
  },
)
