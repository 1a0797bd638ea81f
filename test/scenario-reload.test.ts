import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Settings } from '../src/settings.ts'
import { createLoggedServer } from './helpers/logged-server.ts'
import { makeSession } from './helpers/make-session.ts'
import { putSession } from './helpers/put-session.ts'

/** A shop whose one rule takes so much off each cart. */
const offering = (amount: number) => `version: 1
campaigns:
  - name: Offer
    rules:
      - title: Off
        then: [{ discount: { name: Off, amount: ${amount}, of: session } }]
`
const WITH_RULESET = 'version: 1\ncampaigns: [{ name: Exported, ruleset: a.json }]\n'

const rulesetOf = (amount: number) =>
  JSON.stringify({
    rules: [{ title: 'R', condition: ['and', true], effects: [['setDiscount', 'D', amount]] }],
    bindings: [],
  })

/** A server that watches its scenario; `change` writes a file and looks until it has settled. */
const watching = async (
  t: Test,
  files: Record<string, string>,
  settings: Partial<Settings> = {},
) => {
  const folder = t.testdir(files)
  const looks = new Set<() => void>()
  const { server, log } = await createLoggedServer(
    t,
    { scenario: join(folder, 'shop.yaml'), watch: true, ...settings },
    {
      lookEvery: (look) => {
        looks.add(look)
        return () => looks.delete(look)
      },
    },
  )
  const { app } = server
  await server.start()
  return {
    server,
    app,
    log,
    looks,
    change: (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      for (let i = 0; i < 2; i++) for (const look of [...looks]) look()
    },
    report: async () => (await app.inject('/_mock/scenario')).json(),
    discount: async (id: string) =>
      (await putSession(app, id, {}, makeSession())).json().effects[0]?.props.value,
  }
}

t.test('a file that is changed is loaded again, and the world begins anew', async (t) => {
  const { app, log, change, report, discount } = await watching(t, { 'shop.yaml': offering(1) })
  t.equal(await discount('s1'), 1)
  change('shop.yaml', offering(2))
  t.match((await app.inject('/_mock/sessions')).json().items, [])
  t.equal(await discount('s2'), 2)
  t.match(log.join(''), 'scenario loaded again, the world begins anew')
  t.match(await report(), { failed: null, campaigns: [{ name: 'Offer', rules: 1 }] })
  const { items } = (await app.inject('/_mock/exchanges')).json()
  t.equal(items.length, 2, 'the ledger stays')
})

t.test('a faulty file leaves the scenario as it was, and each fault is told', async (t) => {
  const { log, change, report, discount } = await watching(t, { 'shop.yaml': offering(1) })
  t.equal(await discount('s1'), 1)
  change('shop.yaml', 'version: 1\nevents: 1\naudiences: 2\n')
  t.equal(await discount('s1'), 1)
  const { failed, campaigns } = await report()
  t.match(failed, {
    at: /^\d{4}-/,
    faults: [/shop\.yaml:2: events: must be a list/, /shop\.yaml:3: audiences: must be a list/],
  })
  t.match(campaigns, [{ name: 'Offer' }])
  const line = log.find((text) => text.includes('scenario is faulty, the old one stays')) ?? '{}'
  t.strictSame(JSON.parse(line).faults, failed.faults)

  change('shop.yaml', offering(3))
  t.equal(await discount('s2'), 3)
  t.equal((await report()).failed, null, 'mended, it is not told any more')
})

t.test('a file that is named only later is watched, too', async (t) => {
  const files = { 'shop.yaml': offering(1), 'a.json': rulesetOf(4) }
  const { change, discount, looks } = await watching(t, files)
  change('shop.yaml', WITH_RULESET)
  t.equal(await discount('s1'), 4)
  change('a.json', rulesetOf(5))
  t.equal(await discount('s2'), 5)
  t.equal(looks.size, 1, 'nothing looks twice')
})

t.test('a file that is missing is loaded when it comes', async (t) => {
  const { change, discount } = await watching(t, { 'shop.yaml': offering(1) })
  change('shop.yaml', WITH_RULESET)
  t.equal(await discount('s1'), 1)
  change('a.json', rulesetOf(6))
  t.equal(await discount('s2'), 6)
})

t.test('a stopped server watches nothing', async (t) => {
  const { server, looks } = await watching(t, { 'shop.yaml': offering(1) })
  await server.stop()
  t.equal(looks.size, 0)
})

t.test('a world that was given its own scenario keeps it', async (t) => {
  const { app, change } = await watching(
    t,
    { 'shop.yaml': offering(1) },
    { isolation: 'deployment' },
  )
  const discount = async (host: string) => {
    const reply = await putSession(app, 's1', { 'destination-hostname': host })
    return reply.json().effects[0]?.props.value
  }
  const payload = {
    version: 1,
    campaigns: [{ name: 'Own', rules: [{ title: 'R', effects: [['setDiscount', 'D', 9]] }] }],
  }
  await app.inject({ method: 'PUT', url: '/_mock/scenario?world=own.test', payload })
  t.strictSame([await discount('own.test'), await discount('a.test')], [9, 1])
  change('shop.yaml', offering(2))
  t.strictSame(
    [await discount('own.test'), await discount('a.test'), await discount('new.test')],
    [9, 2, 2],
  )
  change('shop.yaml', 'version: 1\nevents: 1\n')
  const failedOf = async (world: string) =>
    (await app.inject(`/_mock/scenario?world=${world}`)).json().failed
  t.equal(await failedOf('own.test'), null)
  t.match(await failedOf('a.test'), { faults: [/events/] })
})
