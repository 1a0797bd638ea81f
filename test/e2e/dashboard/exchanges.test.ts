import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = {
  customerSession: { profileId: 'anna', cartItems: [{ sku: 'mug', quantity: 2, price: 12.5 }] },
}

t.test('an empty list shows a request that works when it is pasted', async (t) => {
  const { page, url, elsewhere, complaints } = await openDashboard(t)
  await page.getByText('Nothing came in yet').waitFor()
  const text = (await page.locator('pre').textContent()) ?? ''
  t.match(text, `curl -X PUT '${url}/segment/customer_sessions/s1'`)
  t.match(text, `X-Callback-Destination-URI: ${url}/_mock/sink/demo`)
  t.strictSame(elsewhere, [])
  t.strictSame(complaints, [])
})

t.test('a callback is seen to become delivered without a reload', async (t) => {
  const { page, url, client, update, elsewhere, complaints } = await openDashboard(t)
  await page.getByText('Nothing came in yet').waitFor()
  // The sink answers when the clock, which stands still, has been moved.
  await client.clock.freeze('2030-01-01T00:00:00Z')
  await client.sinks.script('slow', [{ status: 200, delayMs: 60_000 }])
  await update('s1', CART, {
    'x-callback-destination-uri': `${url}/_mock/sink/slow`,
    'x-correlation-id': 'abc123',
    'x-content-fields': 'effects',
  })
  const row = page.locator('.exchange-row')
  await row.getByText('sending').waitFor()
  t.match(await row.textContent(), '/segment/customer_sessions/s1')
  await row.click()
  const detail = page.getByRole('region', { name: 'Exchange', exact: true })
  await detail.getByText('sending').waitFor()
  t.match(page.url(), /#\/exchanges\/x_/, 'the link can be shared')

  await client.clock.advance(60_000)
  await row.getByText('delivered').waitFor()
  const callback = detail.getByRole('region', { name: 'Callback', exact: true })
  await callback.getByText('delivered').first().waitFor()
  t.equal(await callback.getByRole('img').getAttribute('aria-label'), 'Attempts: 200')
  t.match(await callback.textContent(), 'customerSession not in X-Content-Fields')
  t.match(
    await detail.getByRole('region', { name: 'Body of the callback' }).textContent(),
    'effects',
  )
  t.strictSame(elsewhere, [])
  t.strictSame(complaints, [])
})

t.test('redeliver sends a callback once more', async (t) => {
  const { page, url, client, update } = await openDashboard(t)
  const headers = { 'x-callback-destination-uri': `${url}/_mock/sink/again` }
  await update('s1', CART, headers)
  await client.waitForCallback({ callback: 'delivered' })
  await page.locator('.exchange-row').click()
  await page.getByRole('button', { name: 'Redeliver' }).click()
  await page.locator('.attempts').getByText('attempt 2').waitFor()
  t.equal((await client.sinks.received('again')).items.length, 2)
})

t.test('the list is narrowed by text, status, session, correlation and callback', async (t) => {
  const { page, update } = await openDashboard(t)
  await update('first', CART, { 'x-correlation-id': 'one' })
  await update('second', CART, { 'x-correlation-id': 'two' })
  await update('second', { customerSession: { cartItems: 'none' } })
  const rows = page.locator('.exchange-row')
  await page.getByText('3 exchanges').waitFor()

  const narrowed = async (act: () => Promise<unknown>, count: number) => {
    await act()
    await page.getByText(`${count} exchange${count === 1 ? '' : 's'} of 3`).waitFor()
    t.equal(await rows.count(), count)
    // The first leaves the field, the second takes the narrowing away.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByText('3 exchanges').waitFor()
  }
  await narrowed(async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('first')
  }, 1)
  await narrowed(() => page.getByLabel('Status', { exact: true }).selectOption('4xx'), 1)
  await narrowed(() => page.getByLabel('Session', { exact: true }).fill('second'), 2)
  await page.goto(`${page.url().split('#')[0]}#/exchanges?session=second`)
  await page.getByText('2 exchanges of 3').waitFor()
  await page.goto(`${page.url().split('#')[0]}#/exchanges?correlation=two`)
  await page.getByText('1 exchange of 3').waitFor()
  t.equal(
    await page.getByLabel('Correlation ID', { exact: true }).inputValue(),
    'two',
    'the address bar keeps it',
  )
})

t.test('the keys leaf through the list, open and close', async (t) => {
  const { page, update } = await openDashboard(t)
  for (const session of ['a', 'b', 'c']) await update(session, CART)
  await page.getByText('3 exchanges').waitFor()
  const chosen = page.locator('[role=option][aria-selected=true]')
  await page.keyboard.press('ArrowDown')
  await chosen.getByText('customer_sessions/c').waitFor()
  await page.keyboard.press('ArrowDown')
  await chosen.getByText('customer_sessions/b').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'PUT /segment/customer_sessions/b' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { name: 'PUT /segment/customer_sessions/a' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Exchange', exact: true }).waitFor({ state: 'detached' })
  t.notMatch(page.url(), /x_/)
})

t.test('copy as curl gives a line that the emulator takes', async (t) => {
  const { page, url, update } = await openDashboard(t, {
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  await update('s1', { customerSession: { ...CART.customerSession, attributes: {} } })
  await page.locator('.exchange-row').click()
  // It says so for a moment only.
  const said = page.getByText('Copied').waitFor()
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await said
  const line = await page.evaluate<string>('navigator.clipboard.readText()')
  t.match(line, `curl -g --path-as-is -X PUT '${url}/segment/customer_sessions/s1'`)
  t.match(line, "-H 'authorization: ApiKey-v1 anything'")
  t.notMatch(line, '[redacted]')
})
