import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = { customerSession: { cartItems: [{ sku: 'mug', quantity: 1, price: 1 }] } }

t.test('it connects again by itself, and says so', async (t) => {
  const { page, url, update } = await openDashboard(t)
  await page.getByText('live', { exact: true }).waitFor()
  let isUp = false
  await page.goto('about:blank')
  await page.route(/_mock\/(?!ui)/, (route) => (isUp ? route.continue() : route.abort()))
  await page.goto(url)
  await page.getByText('reconnecting').waitFor()
  isUp = true
  await page.getByText('live', { exact: true }).waitFor()
  await update('s1', CART)
  await page.locator('.exchange-row').waitFor()
})

t.test('the feed goes on behind the last event that was seen', async (t) => {
  const { page, url } = await openDashboard(t)
  await page.goto('about:blank')
  const asked: (string | undefined)[] = []
  let resolve = () => {}
  const askedAgain = new Promise<void>((done) => {
    resolve = done
  })
  const exchange = {
    id: 'x_1',
    world: 'shared',
    receivedAt: '2030-01-01T00:00:00.000Z',
    method: 'PUT',
    path: '/segment/customer_sessions/told',
    status: 200,
    durationMs: 1,
    sessionId: 'told',
    correlationId: null,
    callback: null,
  }
  await page.route(/_mock\/live/, (route) => {
    asked.push(route.request().headers()['last-event-id'])
    // A feed that ends behind one event.
    if (asked.length > 1) {
      resolve()
      return route.continue()
    }
    const body = `id: run.7\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`
    return route.fulfill({ contentType: 'text/event-stream', body })
  })
  await page.goto(url)
  await page.locator('.exchange-row').getByText('told').first().waitFor()
  await askedAgain
  t.strictSame(asked.slice(0, 2), [undefined, 'run.7'])
})

t.test('each world has its own exchanges', async (t) => {
  const { page, url, client } = await openDashboard(t, { flags: ['--isolation', 'api-key'] })
  for (const [key, session] of [
    ['key-1', 'of-the-first'],
    ['key-2', 'of-the-second'],
  ] as const) {
    await fetch(`${url}/segment/customer_sessions/${session}`, {
      method: 'PUT',
      headers: {
        authorization: `ApiKey-v1 ${key}`,
        'destination-hostname': 'acme.talon.one',
        'content-type': 'application/json',
      },
      body: JSON.stringify(CART),
    })
  }
  const { items } = await client.worlds.list()
  const [first] = items.filter(({ exchanges }) => exchanges > 0)
  t.ok(first)
  // Worlds that came into being meanwhile are offered without a reload.
  await page
    .getByLabel('World')
    .getByText(first?.name ?? '')
    .waitFor({ state: 'attached' })
  await page.getByLabel('World').selectOption(first?.name ?? '')
  const row = page.locator('.exchange-row')
  await row.waitFor()
  t.equal(await row.count(), 1)
  t.match(page.url(), `world=${first?.name}`)
  await page.getByRole('link', { name: 'Sessions' }).click()
  await page.getByRole('region', { name: 'Sessions' }).getByRole('link').first().waitFor()
  t.match(page.url(), `world=${first?.name}`, 'other views stay in it')
})

t.test('another run of the emulator is not shown with what the last one knew', async (t) => {
  const { page, update, restart } = await openDashboard(t)
  await update('s1', CART)
  await page.locator('.exchange-row').waitFor()
  await restart()
  // Nothing happens in it: the page finds out by itself.
  await page.getByText('Nothing came in yet').waitFor()
  await page.getByText('live', { exact: true }).waitFor()
})

t.test('a path of bad escapes is listed, and what is older than it', async (t) => {
  const { page, url, update } = await openDashboard(t)
  await update('before', CART)
  await fetch(`${url}/segment/customer_sessions/%zz`, { method: 'PUT' })
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByText('/segment/customer_sessions/%zz').first().waitFor()
  await page.getByText('/segment/customer_sessions/before').first().waitFor()
})

t.test('what is older is found after the list was narrowed and widened again', async (t) => {
  const { page, url, update } = await openDashboard(t)
  await page.goto('about:blank')
  for (let sent = 0; sent < 300; sent++) await update(`s${sent}`, CART)
  await page.goto(`${url}/#/exchanges?session=s3`)
  await page.locator('.exchange-row').getByText('s3').first().waitFor()
  await page.getByLabel('Session', { exact: true }).fill('')
  while (!(await page.getByText('300 exchanges').isVisible())) {
    await page.evaluate(`document.querySelector('.exchange-list').scrollTop = 1e9`)
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
})
