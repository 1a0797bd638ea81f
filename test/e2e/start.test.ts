import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { VERSION } from '../../src/version.ts'
import { SEGMENT_HEADERS } from '../helpers/make-session.ts'
import { CLI, run, runCli, startCli } from '../helpers/run-cli.ts'

const oneLine = (text: string) => text.trimEnd().split('\n').length === 1

t.test('--json prints one line on standard output when it listens, and nothing else', async (t) => {
  const cli = await startCli(t)
  t.match(cli.url, /^http:\/\/localhost:[1-9]\d*$/)
  const reply = await fetch(`${cli.url}/segment/customer_sessions/s1`, {
    method: 'PUT',
    headers: { ...SEGMENT_HEADERS, 'content-type': 'application/json' },
    body: '{"customerSession":{"profileId":"anna"}}',
  })
  t.equal(reply.status, 200)
  cli.child.kill('SIGTERM')
  const { stdout, stderr, code } = await cli.ended
  t.equal(code, 0)
  t.equal(stdout, `${JSON.stringify({ ready: true, url: cli.url, version: VERSION })}\n`)
  for (const line of stderr.trimEnd().split('\n')) t.type(JSON.parse(line).msg, 'string')
})

t.test('localhost is reached by name and at 127.0.0.1', async (t) => {
  const { url } = await startCli(t)
  const { port } = new URL(url)
  for (const host of ['localhost', '127.0.0.1']) {
    const reply = await fetch(`http://${host}:${port}/_mock/health`)
    t.equal(reply.status, 200, host)
  }
})

t.test('without a terminal the log says where it listens', async (t) => {
  const cli = runCli(t, ['--port', '0', '--host', '0.0.0.0', '--control-token', 'x'])
  const [line] = await cli.said(/^.*"listening"\}$/m)
  t.match(JSON.parse(line), { address: /^0\.0\.0\.0:\d+$/, url: /^http:\/\/localhost:\d+$/ })
})

t.test('beyond loopback a control token is made, told once, and wanted', async (t) => {
  const cli = await startCli(t, ['--host', '0.0.0.0'])
  t.match(cli.controlToken, /^[\w-]{32}$/)
  const { status } = await fetch(`${cli.url}/_mock/exchanges`)
  t.equal(status, 401)
  const headers = { authorization: `Bearer ${cli.controlToken}` }
  const reply = await fetch(`${cli.url}/_mock/exchanges`, { headers })
  t.equal(reply.status, 200)
})

t.test('a control token that was given is not told', async (t) => {
  const cli = await startCli(t, [], { TALON_MOCK_CONTROL_TOKEN: 'given' })
  t.equal(cli.controlToken, undefined)
})

t.test('wrong settings: all faults, one a line, exit code 2', async (t) => {
  const env = { TALON_MOCK_HOST: 'a b' }
  const { code, stdout, stderr } = await runCli(t, ['--port', 'x', '--nope'], env).ended
  t.equal(code, 2)
  t.equal(stdout, '')
  t.strictSame(stderr.trimEnd().split('\n'), [
    'talon-mock: --nope: there is no such flag; talon-mock help lists them',
    'talon-mock: --port (TALON_MOCK_PORT): must be a whole number from 0 to 65535, got "x"',
    'talon-mock: TALON_MOCK_HOST (--host): must be a host name or an address, got "a b"',
  ])
})

t.test('a file of certificates that can not be read is a wrong setting', async (t) => {
  const { code, stderr } = await runCli(t, ['--port', '0', '--callback-ca', 'nowhere.pem']).ended
  t.equal(code, 2)
  t.ok(oneLine(stderr))
  t.match(stderr, '--callback-ca (TALON_MOCK_CALLBACK_CA)')
})

t.test('a port in use: one readable line, exit code 1', async (t) => {
  const other = createServer()
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const args = ['--host', '127.0.0.1', '--port', String(port)]
  const { code, stdout, stderr } = await runCli(t, args).ended
  t.equal(code, 1)
  t.equal(stdout, '')
  t.equal(
    stderr,
    `talon-mock: port ${port} of 127.0.0.1 is in use; --port takes another, --port 0 a free one\n`,
  )
})

t.test('help, --help behind any command, and -h print the help', async (t) => {
  const all = [['help'], ['--help'], ['-h'], ['start', '--help'], ['health', '-h']]
  const texts = await Promise.all(all.map((args) => runCli(t, args).ended))
  for (const { code, stdout } of texts) {
    t.equal(code, 0)
    t.match(stdout, /^talon-mock: a local Talon\.One/)
  }
})

t.test('version and --version print the version', async (t) => {
  for (const args of [['version'], ['--version']]) {
    t.match(await runCli(t, args).ended, { code: 0, stdout: `${VERSION}\n`, stderr: '' })
  }
})

t.test('an unknown command is wrong use', async (t) => {
  const { code, stderr } = await runCli(t, ['strat']).ended
  t.equal(code, 2)
  t.equal(stderr, 'talon-mock: there is no command strat; talon-mock help lists them\n')
})

t.test('npm start passes its flags on, and builds nothing that is up to date', async (t) => {
  const before = statSync(CLI).mtimeMs
  const args = ['start', '--silent', '--', '--port', '0', '--json']
  const npm = run(t, 'npm', args, {}, { detached: true })
  const [line] = await npm.said(/^\{"ready".*\}\n/)
  const { url } = JSON.parse(line)
  const { status } = await fetch(`${url}/_mock/health`)
  t.equal(status, 200)
  t.equal(statSync(CLI).mtimeMs, before)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`npm start stops at a ${signal} that npm alone gets`, async (t) => {
    const args = ['start', '--silent', '--', '--port', '0', '--json']
    const npm = run(t, 'npm', args, {}, { detached: true })
    const [line] = await npm.said(/^\{"ready".*\}\n/)
    npm.child.kill(signal)
    const { code, stderr } = await npm.ended
    t.equal(code, 0)
    t.match(stderr, '"stopped"')
    await t.rejects(fetch(`${JSON.parse(line).url}/_mock/health`))
  })
}

/** Whether a program is there: the terminal's part is shown where its tools are. */
const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

if (has('script') && has('curl')) {
  t.test('on a terminal: the lines of the banner work when pasted; Ctrl+C stops it', async (t) => {
    // exec: a shell that stays between would take the Ctrl+C, too, and die of it.
    const command = `exec ${process.execPath} ${CLI} --port 0 --log-level silent`
    const terminal = run(t, 'script', ['-qec', command, '/dev/null'])
    const [text] = await terminal.said(/talon-mock listens on [\s\S]*Ctrl\+C/)
    const [put = '', ...others] = text.replaceAll('\r', '').match(/^curl (.*\\\n)*.*$/gm) ?? []
    const paste = (line: string): unknown =>
      JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8', stdio: 'pipe' }))

    t.match(paste(put), { customerSession: { integrationId: 's1', total: 25 } })
    const [url = ''] = /http:\/\/localhost:\d+/.exec(put) ?? []
    const settled = async (): Promise<void> => {
      const reply = await fetch(`${url}/_mock/exchanges?callback=delivered`)
      const { items } = (await reply.json()) as { items: unknown[] }
      if (items.length === 0) await settled()
    }
    await settled()
    const [sink, ledger] = others.map(paste)
    t.match(sink, { items: [{ method: 'POST', json: { customerProfile: {} } }] })
    t.match(ledger, { items: [{ callback: { state: 'delivered' } }] })

    terminal.child.stdin?.write('\x03')
    t.equal((await terminal.ended).code, 0)
  })
}
