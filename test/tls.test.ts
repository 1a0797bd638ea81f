import { readFileSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import t from 'tap'
import { checkHealth, healthTarget } from '../src/cli/health.ts'
import { buildTestApp } from './helpers/build-test-app.ts'

// Of the emulator alone. Segment's client calls https://integration.talon.one whatever one sets.

const CERT = 'test/fixtures/certificate/localhost-cert.pem'
const KEY = 'test/fixtures/certificate/localhost-key.pem'

/** Asks over TLS; resolves to the status and the fingerprint of the certificate that was shown. */
const ask = (url: string, options: object) =>
  new Promise<{ status: number | undefined; fingerprint: string }>((resolve, reject) => {
    get(`${url}/_mock/health`, options, (reply) => {
      const { socket } = reply
      const fingerprint =
        socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : ''
      reply.resume()
      reply.on('end', () => resolve({ status: reply.statusCode, fingerprint }))
    }).on('error', reject)
  })

t.test('with a certificate and its key it serves https', async (t) => {
  const { listen } = await buildTestApp(t, { tlsCert: CERT, tlsKey: KEY, host: 'localhost' })
  const url = await listen()
  t.match(url, /^https:\/\/localhost:\d+$/)
  t.match(await ask(url, { ca: readFileSync(CERT) }), { status: 200 })
  await t.rejects(
    ask(url, {}),
    { code: /CERT|SIGNED/ },
    'whoever does not trust it does not get in',
  )
  t.equal(await checkHealth(url), undefined)
})

t.test(
  'self-signed: the certificate is made at the start, for the name that clients call',
  async (t) => {
    const { listen } = await buildTestApp(t, { tls: 'self-signed' })
    const url = await listen()
    const trusted = { rejectUnauthorized: false, servername: 'integration.talon.one' }
    const { status, fingerprint } = await ask(url, trusted)
    t.equal(status, 200)
    t.match(fingerprint, /^([\dA-F]{2}:){31}[\dA-F]{2}$/)
    t.equal(await checkHealth(url), undefined)
  },
)

t.test('what can not be served with is said with its flag', async (t) => {
  const broken = join(t.testdir({}), 'broken.pem')
  writeFileSync(broken, 'no certificate')
  for (const [settings, message] of [
    [{ tlsCert: CERT }, /--tls-key .*must be given where --tls-cert is/],
    [{ tlsKey: KEY }, /--tls-cert .*must be given where --tls-key is/],
    [{ tls: 'self-signed', tlsCert: CERT }, /--tls .*must be off/],
    [{ tlsCert: 'nowhere.pem', tlsKey: KEY }, /--tls-cert .*a file that can be read/],
    [{ tlsCert: broken, tlsKey: KEY }, /--tls-cert .*a certificate/],
    [{ tlsCert: CERT, tlsKey: broken }, /--tls-key .*the key/],
  ] as const) {
    await t.rejects(buildTestApp(t, settings), { message })
  }
})

t.test('health asks over https where the settings say so', async (t) => {
  t.match(healthTarget(['--tls', 'self-signed', '--port', '1'], {}), { url: 'https://localhost:1' })
  t.match(healthTarget([], { TALON_MOCK_TLS_CERT: 'a' }), { url: 'https://localhost:8080' })
  t.match(healthTarget([], {}), { url: 'http://localhost:8080' })
})
