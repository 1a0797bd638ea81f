import t from 'tap'
import { COUPON_SESSION, openDashboard } from '../../helpers/open-dashboard.ts'

t.test('a session is shown as a shopper sees it, and why each rule fired or not', async (t) => {
  const { page, client, update, complaints } = await openDashboard(t, { at: '#/sessions' })
  await page.getByText('No sessions yet').waitFor()
  await update('s1', COUPON_SESSION)
  await page.getByRole('region', { name: 'Sessions' }).getByRole('link', { name: 's1' }).click()

  // The demo scenario: 20 % of 115 less the cost discount, 10 % off shoes, shipping free from 100.
  const { effects } = await client.sessions.explain('s1')
  const reduced = effects
    .flatMap((effect) =>
      'value' in effect.props && /^setDiscount/.test(effect.effectType)
        ? [Number(effect.props.value)]
        : [],
    )
    .reduce((sum, value) => sum + value, 0)
  t.ok(reduced > 0)
  const cart = page.getByRole('region', { name: 'Cart', exact: true })
  await cart.getByText('To pay').waitFor()
  t.match(await cart.getByRole('row', { name: 'Total' }).textContent(), '115.00')
  t.match(await cart.getByRole('row', { name: 'To pay' }).textContent(), (115 - reduced).toFixed(2))
  await page.getByText('coupon XMAS-20-2021 accepted').waitFor()

  const rules = page.getByRole('region', { name: 'Rules' })
  t.match(await rules.textContent(), 'Christmas 20 % / Give 20 %')
  const welcome = rules.locator('details', { hasText: 'Ten off the first order' })
  await welcome.locator('summary').click()
  await welcome.getByText('fails').first().waitFor()
  const history = page.getByRole('region', { name: 'History' })
  t.match(await history.textContent(), 'open')

  await update('s1', { customerSession: { state: 'closed' } })
  await history.getByText('closed').waitFor()
  t.strictSame(complaints, [])
})

t.test('what came back of a session is taken off, a cancelled one is not to be paid', async (t) => {
  const { page, url, update } = await openDashboard(t, { at: '#/sessions/s1' })
  const cartItems = [{ sku: 'mug', quantity: 2, price: 100 }]
  await update('s1', { customerSession: { cartItems, state: 'closed' } })
  await fetch(`${url}/v2/customer_sessions/s1/returns`, {
    method: 'POST',
    headers: { authorization: 'ApiKey-v1 test', 'content-type': 'application/json' },
    body: JSON.stringify({ return: { returnedCartItems: [{ position: 0, quantity: 1 }] } }),
  })
  const cart = page.getByRole('region', { name: 'Cart', exact: true })
  await cart.getByText('1 returned').waitFor()
  t.match(await cart.getByRole('row', { name: 'Total' }).textContent(), '100.00')
  await page.getByRole('region', { name: 'History' }).getByText('1 unit returned').waitFor()

  await update('s2', COUPON_SESSION)
  await update('s2', { customerSession: { state: 'closed' } })
  await update('s2', { customerSession: { state: 'cancelled' } })
  await page.goto(`${url}/#/sessions/s2`)
  await cart.getByText('cancelled: all of this was given back').waitFor()
  t.equal(await cart.getByText('To pay').count(), 0)
})

t.test('arrows leaf through the records, and Back leads to where one was before', async (t) => {
  const { page, update } = await openDashboard(t, { at: '#/sessions' })
  for (let n = 0; n < 40; n++) {
    await update(`s${n}`, { customerSession: { cartItems: [] } })
  }
  const list = page.getByRole('region', { name: 'Sessions' })
  await list.getByRole('link', { name: 's0' }).waitFor()
  for (let n = 0; n < 40; n++) await page.keyboard.press('ArrowDown')
  const chosen = list.locator('[aria-current]')
  await list.locator('[aria-current][href$="s0"]').waitFor()
  const box = await chosen.boundingBox()
  t.ok(box && box.y + box.height <= 900, 'in sight')
  await page.goBack()
  await page.getByText('Choose one.').waitFor()
})

t.test('where it is narrow, a record leads back to the list, and the view is named', async (t) => {
  const { page, update } = await openDashboard(t, {
    at: '#/profiles/anna',
    context: { viewport: { width: 375, height: 800 } },
  })
  await update('s1', { customerSession: { cartItems: [] } })
  const current = page.getByRole('navigation').locator('[aria-current]')
  const box = await current.boundingBox()
  t.ok(box && box.x >= 0 && box.x + box.width <= 375, 'in sight')
  await page.getByRole('link', { name: '‹ Profiles' }).click()
  await page.getByRole('region', { name: 'Profiles' }).getByRole('link', { name: 'anna' }).waitFor()
})

t.test('an ID with half a character, and a very long one, are shown', async (t) => {
  const { page, client, update, complaints } = await openDashboard(t, { at: '#/sessions' })
  await update('s1', { customerSession: { cartItems: [] } })
  const session = await client.sessions.get('s1')
  await client.sessions.put({ ...session, profileId: 'half \ud800' })
  await update('l'.repeat(900), { customerSession: { cartItems: [] } })
  const list = page.getByRole('region', { name: 'Sessions' })
  const box = await list.getByRole('link', { name: 'lll' }).boundingBox()
  t.ok(box && box.height < 60, 'in two lines')
  await list.getByRole('link', { name: 's1' }).click()
  await page.getByRole('link', { name: 'profile half' }).waitFor()
  t.strictSame(complaints, [])
})
