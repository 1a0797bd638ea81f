import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../helpers/run-cli.ts'

t.test('check exits 0 for the demo, 2 with a line for each fault', async (t) => {
  const good = await runCli(t, ['check', 'demo']).ended
  t.match(good, { code: 0, stdout: /^demo: in order; campaigns: 9, rules: 10\n$/, stderr: '' })
  const file = join(t.testdir({ 'shop.yaml': 'version: 1\nevents: 1\n' }), 'shop.yaml')
  const bad = await runCli(t, ['check', file]).ended
  t.match(bad, { code: 2, stdout: `${file}:2: events: must be a list, got 1\n` })
})

t.test('schema and demo print what can be kept in a file', async (t) => {
  const [schema, demo] = await Promise.all([runCli(t, ['schema']).ended, runCli(t, ['demo']).ended])
  t.equal(JSON.parse(schema.stdout).title, 'Scenario of talon-mock')
  const file = join(t.testdir({ 'shop.yaml': demo.stdout }), 'shop.yaml')
  const { code } = await runCli(t, ['check', file]).ended
  t.equal(code, 0)
})
