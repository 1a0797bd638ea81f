import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { posix } from 'node:path'
import t from 'tap'
import { loadConfig } from '../src/config.ts'
import { startTalonMock } from '../src/index.ts'
import { SETTING_NAMES, variableOf } from '../src/settings.ts'
import { SEGMENT_HEADERS } from './helpers/make-session.ts'

// What can be held of the image and the compose example without a container engine.

const dockerfile = readFileSync('Dockerfile', 'utf8')
const compose = readFileSync('docker/compose.yaml', 'utf8')
const TOKEN = 'a-control-token'

/** Runs docker/example.mjs, with nothing of this process's settings. */
const runExample = (env: Record<string, string>) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((ended) => {
    const child = execFile(process.execPath, ['docker/example.mjs'], { env }, (_, stdout, stderr) =>
      ended({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })

t.test('every variable that the image and the compose example name is a setting', async (t) => {
  // TALON_MOCK_URL is no setting of the emulator but of those who ask one.
  const known = new Set([...SETTING_NAMES.map(variableOf), 'TALON_MOCK_URL'])
  const example = readFileSync('docker/example.mjs', 'utf8')
  for (const [file, text] of Object.entries({ dockerfile, compose, example })) {
    const named = text.match(/TALON_MOCK_\w+/g) ?? []
    t.not(named.length, 0, `${file} names some`)
    for (const variable of named) t.ok(known.has(variable), `${file}: ${variable}`)
  }
})

t.test('the image listens on every address, and its callbacks may go to the host', async (t) => {
  const env = Object.fromEntries(
    Array.from(dockerfile.matchAll(/\b(TALON_MOCK_\w+)=(\S+)/g), ([, name, value]) => [
      name,
      value,
    ]),
  )
  const result = loadConfig([], env)
  t.match(result, {
    ok: true,
    config: { host: '0.0.0.0', port: 8080, callbackPolicy: 'local', controlToken: '' },
  })
})

t.test('the image keeps the packages that the bundle leaves out, and no others', async (t) => {
  const external = /external: \[(.*)\]/.exec(readFileSync('build.mjs', 'utf8'))?.[1] ?? ''
  t.strictSame(
    Array.from(dockerfile.matchAll(/dependencies\[(.+?)\]=/g), ([, name]) => name),
    Array.from(external.matchAll(/'(.+?)'/g), ([, name]) => name),
  )
})

t.test('whatever the image copies reaches the builder, and is there', async (t) => {
  const allowed = readFileSync('.dockerignore', 'utf8').split('\n')
  const copies = dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)
  const sources = Array.from(copies, ([, names = '']) => names.split(' ')).flat()
  t.not(sources.length, 0)
  for (const source of sources) {
    t.ok(existsSync(source), `${source} is there`)
    t.ok(allowed.includes(`!${source}`), `${source} is let through`)
  }
})

t.test('whatever the compose example mounts is there, read-only', async (t) => {
  const mounts = [...compose.matchAll(/^ +- (\.\.?\/\S+?):(\S+?)(:ro)?$/gm)]
  t.equal(mounts.length, 3)
  for (const [line, from = '', , readOnly] of mounts) {
    t.ok(existsSync(posix.join('docker', from)), line.trim())
    t.equal(readOnly, ':ro')
  }
})

t.test('the scenario of the compose example makes something of the sample', async (t) => {
  const [mounted] = /TALON_MOCK_SCENARIO: (\S+)$/m.exec(compose)?.slice(1) ?? []
  t.match(compose, `./scenario.yaml:${mounted}:ro`)
  await using mock = await startTalonMock({ scenario: 'docker/scenario.yaml', strict: true })
  const reply = await mock.inject({
    method: 'PUT',
    url: '/segment/customer_sessions/s1',
    headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json' },
    payload: readFileSync('test/fixtures/sample-request.json', 'utf8'),
  })
  t.match(reply.json<{ effects: unknown[] }>().effects, [
    { effectType: 'acceptCoupon' },
    { effectType: 'setDiscount', props: { value: 45.4 } },
    { effectType: 'rejectReferral' },
  ])
})

t.test('the compose example checks health as the image does', async (t) => {
  const check = /HEALTHCHECK .*CMD (\[.*\])/.exec(dockerfile)?.[1]
  t.strictSame(JSON.parse(check ?? ''), ['talon-mock', 'health'])
  t.match(compose, 'test: ["CMD", "talon-mock", "health"]')
})

t.test('the example shows the callback that it asked for', async (t) => {
  const mock = await startTalonMock({ controlToken: TOKEN })
  t.teardown(() => mock.close())
  const env = { TALON_MOCK_URL: mock.url, TALON_MOCK_CONTROL_TOKEN: TOKEN }
  const { code, stdout, stderr } = await runExample(env)
  t.equal(stderr, '')
  t.equal(code, 0)
  const exchange = mock.exchanges({ callback: 'delivered' })[0]
  t.match(stdout, 'answer    200: session of URN-GV8294NV, open, total 226.98')
  t.match(stdout, /^ +acceptCoupon XMAS-20-2021\n +setDiscount Christmas 20 %$/m)
  t.match(stdout, `callback ${exchange?.callback?.id}: delivered, attempts: 1`)
  t.match(stdout, `X-Correlation-ID: ${exchange?.callback?.correlationId}`)
  t.match(stdout, 'as asked: once, these fields, this correlation ID and this key')
  const sample = JSON.parse(readFileSync('test/fixtures/sample-request.json', 'utf8'))
  t.strictSame(exchange?.request.body, sample, 'what it sends is the documented sample')

  t.equal((await runExample(env)).code, 0, 'and again, with a callback of its own')
})

t.test('the example gives up with one line when nothing answers', async (t) => {
  // A port that was free a moment ago, so that nobody listens there.
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  const url = `http://127.0.0.1:${port}`
  const failed = await runExample({ TALON_MOCK_URL: url, EXAMPLE_WAIT_SECONDS: '0.3' })
  t.equal(failed.code, 1)
  t.equal(failed.stdout, '')
  t.equal(failed.stderr, `example: ${url} did not answer within 0.3 s: ECONNREFUSED\n`)
})

t.test('the example fails when it may not see the ledger', async (t) => {
  const mock = await startTalonMock({ controlToken: TOKEN })
  t.teardown(() => mock.close())
  const failed = await runExample({ TALON_MOCK_URL: mock.url, EXAMPLE_WAIT_SECONDS: '0' })
  t.equal(failed.code, 1)
  t.match(failed.stderr, /^example: .* answered 401: .*control token/)
})
