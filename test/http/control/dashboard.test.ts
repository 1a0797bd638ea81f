import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8'
/** What a first visit may take, gzipped. */
const MOST_BYTES = 100_000

t.test('a browser that opens / gets the dashboard', async (t) => {
  const { app, world } = await buildTestApp(t)
  for (const url of ['/', '/?utm=1']) {
    const reply = await app.inject({ url, headers: { accept: HTML } })
    t.equal(reply.statusCode, 200)
    t.match(reply.headers['content-type'], 'text/html')
    t.match(reply.body, '<script type="module"')
    t.equal(reply.headers['cache-control'], 'no-cache')
  }
  t.strictSame([...world.ledger.newestFirst({})], [], 'and leaves no exchange')
})

t.test('everybody else gets what the service answers at /', async (t) => {
  const { app, world } = await buildTestApp(t)
  for (const request of [
    { method: 'GET', url: '/', headers: { accept: 'application/json' } },
    { method: 'GET', url: '/', headers: { accept: '*/*' } },
    { method: 'GET', url: '/' },
    { method: 'PUT', url: '/', headers: { accept: HTML } },
    { method: 'GET', url: '/nothing-here', headers: { accept: HTML } },
  ] as const) {
    const reply = await app.inject(request)
    t.match(reply.json(), { StatusCode: 404, Error: 'Not Found', RequestUUID: String })
  }
  t.equal([...world.ledger.newestFirst({})].length, 5)
})

t.test('the page and its files come with a strict policy', async (t) => {
  const { app } = await buildTestApp(t)
  const page = await app.inject({ url: '/', headers: { accept: HTML } })
  const files = [...page.body.matchAll(/(?:src|href)="(\/_mock\/ui\/[^"]+)"/g)].map(
    ([, file = '']) => file,
  )
  t.ok(files.length >= 3, 'script, style and icon')
  for (const url of files) {
    const reply = await app.inject({ url })
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers['x-content-type-options'], 'nosniff')
    t.match(reply.headers['cache-control'], 'immutable')
  }
  const policy = String(page.headers['content-security-policy'])
  t.match(policy, "default-src 'none'")
  t.match(policy, "frame-ancestors 'none'")
  t.notMatch(policy, 'unsafe')
  t.notMatch(policy, 'http')
  t.notMatch(
    page.body,
    /<script(?! type="module" crossorigin src)|<style| on\w+=/,
    'nothing is inline',
  )
})

t.test('the files need no token, since they show nothing', async (t) => {
  const { app } = await buildTestApp(t, { controlToken: 'secret-of-this-test' })
  t.equal((await app.inject({ url: '/', headers: { accept: HTML } })).statusCode, 200)
  t.equal((await app.inject({ url: '/_mock/exchanges' })).statusCode, 401)
})

t.test('a file that there is not is a 404 of the control API', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject({ url: '/_mock/ui/..%2f..%2fpackage.json' })
  t.equal(reply.statusCode, 404)
  t.match(reply.json(), { type: 'urn:talon-mock:not-found' })
})

t.test('a first visit takes less than 100 KB', (t) => {
  const files = readdirSync('dist/ui').map((name) => readFileSync(`dist/ui/${name}`))
  t.ok(files.length > 0)
  const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0)
  t.ok(bytes < MOST_BYTES, `${bytes} bytes`)
  t.end()
})
