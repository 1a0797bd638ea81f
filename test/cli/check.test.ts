import { join } from 'node:path'
import t from 'tap'
import { checkScenarios } from '../../src/cli/check.ts'

t.test('a file in order is said to be, warnings before it', (t) => {
  const folder = t.testdir({
    'shop.yaml':
      'version: 1\nprofiles: [{ integrationId: a, attributes: { Size: 1 } }]\ncampaigns: [{ name: A, rules: [{ title: R, then: [{ expr: [noop] }] }] }]',
  })
  const file = join(folder, 'shop.yaml')
  t.strictSame(checkScenarios([file]), {
    ok: true,
    lines: [
      `${file}:2: profiles/0/attributes/Size: warning: attributes/CustomerProfile declares no Size`,
      `${file}: in order; campaigns: 1, rules: 1`,
    ],
  })
  t.end()
})

t.test('faults of all files are told', (t) => {
  const folder = t.testdir({
    'a.yaml': 'version: 1\nevents: 1\naudiences: 2',
    'b.yaml': 'version: 1',
    'c.yaml': 'a: [',
  })
  const [a, b, c] = ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => join(folder, name))
  const { ok, lines } = checkScenarios([String(a), String(b), String(c)])
  t.equal(ok, false)
  t.match(lines, [
    `${a}:2: events: must be a list, got 1`,
    `${a}:3: audiences: must be a list, got 2`,
    `${b}: in order; campaigns: 0, rules: 0`,
    new RegExp(`^${c}:1: `),
  ])
  t.end()
})

t.test('no file, and a flag, are wrong use', (t) => {
  t.strictSame(checkScenarios([]), {
    ok: false,
    lines: ['talon-mock check FILE...: name a file'],
  })
  t.strictSame(checkScenarios(['--nope']), {
    ok: false,
    lines: ['--nope: there is no such flag of check'],
  })
  t.end()
})
