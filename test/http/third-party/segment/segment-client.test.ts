import t from 'tap'
import { buildTestApp } from '../../../helpers/build-test-app.ts'
import { isRefused, putV1, putV2, storedSessions } from '../../../helpers/third-party.ts'

// What the real client sends. Source: Segment's Talon.One destination, as published and as observed.

t.test('the deployment may be a URL or a host name, with a slash or without', async (t) => {
  const { app } = await buildTestApp(t)
  for (const deployment of [
    'https://acme.europe-west1.talon.one',
    'https://acme.europe-west1.talon.one/',
    'http://localhost:8080',
    'acme.europe-west1.talon.one',
    'acme.europe-west1.talon.one/',
    'localhost:8080',
  ]) {
    for (const put of [putV1, putV2]) {
      const reply = await put(app, {}, { headers: { 'destination-hostname': deployment } })
      t.equal(reply.statusCode, 200, deployment)
    }
  }
})

t.test('callback headers that are empty or the text `undefined` count as absent', async (t) => {
  const { app, world } = await buildTestApp(t)
  for (const value of ['', 'undefined']) {
    for (const put of [putV1, putV2]) {
      const reply = await put(
        app,
        {},
        {
          headers: {
            'x-callback-destination-uri': value,
            'x-callback-api-key': value,
            'x-content-fields': value,
            'x-correlation-id': value,
          },
        },
      )
      t.equal(reply.statusCode, 200)
    }
  }
  t.strictSame([...world.ledger.newestFirst({ callback: 'any' })], [])
})

t.test('content fields without a callback URI are no fault', async (t) => {
  const { app, world } = await buildTestApp(t)
  const reply = await putV1(app, {}, { headers: { 'x-content-fields': 'effects' } })
  t.equal(reply.statusCode, 200)
  t.ok(reply.json().customerSession, 'the reply is the full state all the same')
  t.strictSame([...world.ledger.newestFirst({ callback: 'any' })], [])
})

t.test("the client's own headers change nothing", async (t) => {
  const { app } = await buildTestApp(t)
  const headers = {
    'user-agent': 'Segment (Actions)',
    accept: '*/*',
    'accept-encoding': 'gzip,deflate',
  }
  const reply = await putV1(app, { customerSession: {} }, { headers })
  t.equal(reply.statusCode, 200)
  t.equal(reply.headers['content-type'], 'application/json')
  t.notOk(reply.headers['content-encoding'])
})

t.test('a body with only identifiers is a session', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV2(app, { identifiers: ['91.11.156.141'] })
  t.equal(reply.statusCode, 200)
  t.match(reply.json().customerSession, { identifiers: ['91.11.156.141'], profileId: '' })
})

t.test('an empty session is a session', async (t) => {
  const { app } = await buildTestApp(t)
  const body = { customerSession: {}, sessionAttributesInfo: [], cartItemAttributesInfo: [] }
  t.equal((await putV1(app, body)).statusCode, 200)
})

t.test('an empty cart item is refused', async (t) => {
  const { app } = await buildTestApp(t)
  const v1 = await putV1(app, { customerSession: { cartItems: [{}] } })
  isRefused(t, v1, 400, /sku is required \(\/customerSession\/cartItems\/0\/sku\)/)
  const v2 = await putV2(app, { cartItems: [{}] })
  isRefused(t, v2, 400, /quantity is required \(\/cartItems\/0\/quantity\)/)
  t.match(await storedSessions(app), { items: { length: 0 } })
})

t.test('v1 takes an anonymous session that empties its fields', async (t) => {
  const { app } = await buildTestApp(t)
  const reply = await putV1(app, {
    customerSession: { profileId: '', referralCode: '', couponCodes: [], cartItems: [] },
  })
  t.equal(reply.statusCode, 200)
  t.match(reply.json().customerSession, { profileId: '', referralCode: '' })
})

t.test('attribute values null and "" are taken', async (t) => {
  const { app } = await buildTestApp(t)
  const attributes = { Gone: null, Blank: '' }
  const cartItems = [{ sku: 'MUG-1', quantity: 1, attributes: { gone: null, blank: '' } }]
  const reply = await putV1(app, { customerSession: { attributes, cartItems } })
  t.equal(reply.statusCode, 200)
  const { customerSession, createdAttributes } = reply.json()
  t.strictSame(customerSession.attributes, { Blank: '' })
  t.strictSame(customerSession.cartItems[0].attributes, { blank: '' })
  t.equal(createdAttributes.length, 2, 'null creates nothing')
})

t.test('an ID that is not URL-encoded ends at the question mark', async (t) => {
  const { app } = await buildTestApp(t)
  const cut = await putV1(app, {}, { id: 's?a' })
  t.equal(cut.json().customerSession.integrationId, 's')
  const spaced = await putV1(app, {}, { id: 'my%20cart' })
  t.equal(spaced.json().customerSession.integrationId, 'my cart')
  isRefused(t, await putV1(app, {}, { id: 'a/b' }), 404, 'Not Found')
})
