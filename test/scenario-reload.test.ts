import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import type { RuleProgram } from '../src/core/rewards/rule-program.ts'
import { createScenarioKeeper } from '../src/scenario-keeper.ts'
import type { Settings } from '../src/settings.ts'
import { createFixedClock } from './helpers/fixed-clock.ts'
import { isProblem } from './helpers/is-problem.ts'
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
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    reload: (query = '') => app.inject({ method: 'POST', url: `/_mock/scenario/reload${query}` }),
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

t.test('asked to, it is loaded again without --watch, and the world begins anew', async (t) => {
  const { app, write, reload, report, discount } = await watching(
    t,
    { 'shop.yaml': offering(1) },
    { watch: false },
  )
  t.equal(await discount('s1'), 1)
  write('shop.yaml', offering(2))
  t.equal(await discount('s2'), 1)
  const reply = await reload()
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), { watched: false, failed: null, campaigns: [{ name: 'Offer' }] })
  t.strictSame(await report(), reply.json())
  t.match((await app.inject('/_mock/sessions')).json().items, [])
  t.equal(await discount('s3'), 2)
  t.equal((await app.inject('/_mock/exchanges')).json().items.length, 3, 'the ledger stays')
  t.equal((await reload()).statusCode, 200, 'what has not changed, too')
  t.match((await app.inject('/_mock/sessions')).json().items, [])
})

t.test(
  'asked to load a faulty file, it refuses with the faults, and changes nothing',
  async (t) => {
    const { app, write, reload, report, discount } = await watching(t, { 'shop.yaml': offering(1) })
    t.equal(await discount('s1'), 1)
    write('shop.yaml', 'version: 1\nevents: 1\naudiences: 2\n')
    const reply = await reload()
    t.equal(reply.statusCode, 422)
    t.equal(reply.headers['content-type'], 'application/problem+json')
    t.match(reply.json(), {
      type: 'urn:talon-mock:scenario-faulty',
      faults: [/shop\.yaml:2: events: must be a list/, /shop\.yaml:3: audiences: must be a list/],
    })
    t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 200)
    t.equal(await discount('s2'), 1)
    t.strictSame((await report()).failed.faults, reply.json().faults)
    write('shop.yaml', offering(2))
    t.equal((await reload()).json().failed, null)
  },
)

t.test('what was loaded on request is not loaded again by those who watch', async (t) => {
  const files = { 'shop.yaml': offering(1), 'a.json': rulesetOf(4) }
  const { app, write, change, reload, looks, discount } = await watching(t, files)
  write('shop.yaml', WITH_RULESET)
  await reload()
  t.equal(await discount('s1'), 4)
  for (let i = 0; i < 3; i++) for (const look of [...looks]) look()
  t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 200)
  t.equal(looks.size, 1, 'nothing looks twice')
  change('a.json', rulesetOf(5))
  t.equal(await discount('s2'), 5, 'a file that is named since is watched')
})

t.test('of two that ask at a time the later one begins when the other has ended', async (t) => {
  const file = join(t.testdir({ 'shop.yaml': offering(1) }), 'shop.yaml')
  const keeper = createScenarioKeeper({
    settings: { scenario: file, dialect: '', magicCodes: true, watch: false },
    logger: pino({ level: 'silent' }),
    clock: createFixedClock(),
  })
  const seen: string[] = []
  const ends: (() => void)[] = []
  const load = async ({ account }: RuleProgram) => {
    const { name } = account.application
    seen.push(`${name} begins`)
    await new Promise<void>((end) => ends.push(end))
    seen.push(`${name} ends`)
  }
  const reloads = ['A', 'B'].map((name) => {
    writeFileSync(file, `version: 1\napplication: { name: ${name} }\n`)
    return keeper.reload(load)
  })
  await new Promise(setImmediate)
  t.strictSame(seen, ['A begins'])
  ends[0]?.()
  await reloads[0]
  await new Promise(setImmediate)
  ends[1]?.()
  t.strictSame(await Promise.all(reloads), [{ ok: true }, { ok: true }])
  t.strictSame(seen, ['A begins', 'A ends', 'B begins', 'B ends'])
})

t.test('a world whose scenario was put has no file to be read again', async (t) => {
  const { app, write, reload } = await watching(
    t,
    { 'shop.yaml': offering(1) },
    { isolation: 'deployment' },
  )
  const discount = async (host: string) => {
    const reply = await putSession(app, 's1', { 'destination-hostname': host })
    return reply.json().effects[0]?.props.value
  }
  const payload = { version: 1, application: { name: 'Own' } }
  await app.inject({ method: 'PUT', url: '/_mock/scenario?world=own.test', payload })
  await discount('own.test')
  await discount('a.test')
  write('shop.yaml', offering(2))
  const refused = await reload('?world=own.test')
  isProblem(t, refused, 409, 'scenario-was-put')
  t.match(refused.json().detail, 'DELETE /_mock/worlds/own.test')
  t.equal((await app.inject('/_mock/sessions/s1?world=a.test')).statusCode, 200, 'nothing changed')
  t.equal((await reload('?world=a.test')).statusCode, 200)
  t.equal(await discount('a.test'), 2)
  t.equal((await app.inject('/_mock/sessions/s1?world=own.test')).statusCode, 200, 'it stays')
  await app.inject({ method: 'DELETE', url: '/_mock/worlds/own.test' })
  t.equal(await discount('own.test'), 2)
  await app.inject({ method: 'PUT', url: '/_mock/scenario', payload })
  isProblem(t, await reload(), 409, 'scenario-was-put')
})

t.test('a built-in scenario is begun anew', async (t) => {
  const { app, reload } = await watching(t, {}, { scenario: 'demo', watch: false })
  await putSession(app, 's1')
  t.match((await reload()).json(), { scenario: 'demo', application: 'Demo shop' })
  t.equal((await app.inject('/_mock/sessions/s1')).statusCode, 404)
})
