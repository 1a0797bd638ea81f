import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startTalonMock } from '../../src/index.ts'
import { createCallbackSink } from '../helpers/callback-sink.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'

// The emulator's own: README, State in and out.

const put = async (url: string, id: string, session: object, headers: object = {}) => {
  const reply = await fetch(`${url}/segment/v2/customer_sessions/${id}`, {
    method: 'PUT',
    headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ profileId: 'anna', ...session }),
  })
  return reply.text()
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal}: the state is written, and the next start goes on from it`, async (t) => {
    const file = join(t.testdir({}), 'state.json')
    const first = await startCli(t, ['--export-on-exit', file])
    const frozenAt = '2030-01-01T00:00:00Z'
    await fetch(`${first.url}/_mock/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ frozenAt }),
    })
    await put(first.url, 's1', { couponCodes: ['XMAS-20-2021'], state: 'closed' })
    first.child.kill(signal)
    t.equal((await first.ended).code, 0)
    t.strictSame(readdirSync(join(file, '..')), ['state.json'], 'nothing else is left')

    const [second, third] = await Promise.all([
      startCli(t, ['--import', file]),
      startCli(t, [], { TALON_MOCK_IMPORT: file, TALON_MOCK_SEED: 'another' }),
    ])
    const answers = [second, third].map(({ url }) => put(url, 's1', { state: 'cancelled' }))
    const [one, two] = await Promise.all(answers)
    t.match(JSON.parse(one ?? ''), {
      effects: [{ effectType: 'rollbackCoupon' }],
      customerSession: { id: 1, updateCount: 2, updated: '2030-01-01T00:00:00.000Z' },
    })
    t.equal(two, one)
  })
}

t.test('the snapshot is taken behind the last callback', async (t) => {
  const file = join(t.testdir({}), 'state.json')
  const receiver = await createCallbackSink(t, [503, 200])
  const cli = await startCli(t, [
    ...['--export-on-exit', file],
    ...['--callback-retries', '300', '--drain-ms', '60000'],
  ])
  await put(cli.url, 's1', {}, { 'x-callback-destination-uri': receiver.url })
  await receiver.waitFor(1)
  cli.child.kill('SIGTERM')
  await cli.said(/"snapshot written"/)
  t.equal((await cli.ended).code, 0)
  t.equal(receiver.received.length, 2)
  t.match(JSON.parse(readFileSync(file, 'utf8')), {
    sessions: [{ integrationId: 's1' }],
    omitted: { exchanges: 1, callbacksOnTheirWay: 0 },
  })
})

t.test('a bad file to import is exit code 2, with a line for each fault', async (t) => {
  const folder = t.testdir({ 'not.json': '{"version":', 'empty.json': '{}' })
  const faulty = join(folder, 'faulty.json')
  await using mock = await startTalonMock({ scenario: 'none' })
  const reply = await mock.inject({ method: 'GET', url: '/_mock/snapshot' })
  writeFileSync(faulty, JSON.stringify({ ...reply.json<object>(), version: 2, pools: [5] }))
  const other = join(folder, 'other.json')
  writeFileSync(other, reply.body)

  const run = async (file: string) => {
    const { code, stderr } = await runCli(t, ['--port', '0', '--import', file]).ended
    t.equal(code, 2, file)
    return stderr.trimEnd().split('\n')
  }
  t.strictSame(await run(faulty), [
    `talon-mock: ${faulty}: version: must be 1`,
    `talon-mock: ${faulty}: pools/0: must be an object`,
  ])
  t.match(await run(join(folder, 'not.json')), [/not\.json: must be JSON: /])
  const missing = await run(join(folder, 'empty.json'))
  for (const name of ['version', 'scenario', 'sessions', 'counters']) {
    t.ok(missing.includes(`talon-mock: ${join(folder, 'empty.json')}: ${name}: is required`), name)
  }
  t.match(await run(join(folder, 'nothing.json')), [
    /^talon-mock: --import \(TALON_MOCK_IMPORT\): must be the file of a snapshot: ENOENT/,
  ])
  t.match(await run(other), [/other\.json: scenario: must be the one that is loaded/])
})

t.test('a snapshot that can not be written is said, with exit code 1', async (t) => {
  const folder = t.testdir({})
  const file = join(folder, 'state.json')
  const cli = await startCli(t, ['--export-on-exit', file])
  mkdirSync(file)
  writeFileSync(join(file, 'in-the-way'), '')
  cli.child.kill('SIGTERM')
  const { code, stderr } = await cli.ended
  t.equal(code, 1)
  t.match(stderr, /talon-mock: can't write the snapshot to .*state\.json: /)
  t.strictSame(readdirSync(folder), ['state.json'], 'what was begun is taken away')
})

t.test('a folder that there is not is told at the start, exit code 2', async (t) => {
  const folder = t.testdir({ file: '' })
  for (const path of ['nowhere/state.json', 'file/state.json']) {
    const args = ['--port', '0', '--export-on-exit', join(folder, path)]
    const { code, stderr } = await runCli(t, args).ended
    t.equal(code, 2)
    t.match(stderr, /--export-on-exit \(TALON_MOCK_EXPORT_ON_EXIT\): must be a file in a folder/)
  }
})

t.test('in process, too; one that could not start writes over nothing', async (t) => {
  const file = join(t.testdir({}), 'state.json')
  const first = await startTalonMock({ exportOnExit: file })
  await put(first.url, 's1', {})
  await first.close()
  const text = readFileSync(file, 'utf8')
  await using mock = await startTalonMock({ import: file })
  t.equal((await mock.inject({ method: 'GET', url: '/_mock/sessions/s1' })).statusCode, 200)
  const port = Number(new URL(mock.url).port)
  await t.rejects(startTalonMock({ exportOnExit: file, port }), /is in use/)
  t.equal(readFileSync(file, 'utf8'), text)
})
