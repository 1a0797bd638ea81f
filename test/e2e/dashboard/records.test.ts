import { writeFile } from 'node:fs/promises'
import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const SESSION = {
  customerSession: {
    profileId: 'anna',
    couponCodes: ['XMAS-20-2021'],
    cartItems: [
      { sku: 'mug', name: 'Mug', quantity: 1, price: 10 },
      { sku: 'shoe', name: 'Air Glide', category: 'shoes', quantity: 1, price: 100 },
    ],
    additionalCosts: { shipping: { price: 5 } },
  },
}

t.test('a session is shown as a shopper sees it, and why each rule fired or not', async (t) => {
  const { page, client, update, complaints } = await openDashboard(t, { at: '#/sessions' })
  await page.getByText('No sessions yet').waitFor()
  await update('s1', SESSION)
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

t.test('a profile is shown with its points', async (t) => {
  const { page } = await openDashboard(t, { at: '#/profiles/anna' })
  const points = page.getByRole('region', { name: 'Points' })
  const stars = points.getByRole('table', { name: 'Stars' })
  await stars.waitFor()
  t.equal(await stars.getByRole('columnheader').count(), 4)
  t.match(await stars.getByRole('row', { name: 'main' }).textContent(), '120')
  t.match(await page.getByRole('region', { name: 'Audiences' }).textContent(), 'VIP')
})

t.test('the scenario is shown with its campaigns and how far coupons are used', async (t) => {
  const { page, client, update } = await openDashboard(t, { at: '#/scenario' })
  const coupons = page.getByRole('region', { name: 'Coupons' })
  await coupons.getByText('WELCOME-10').waitFor()
  t.match(await page.getByRole('region', { name: 'Campaigns' }).textContent(), 'Shoe week')
  const row = coupons.getByRole('row', { name: 'XMAS-20-2021' })
  t.match(await row.textContent(), '0 of')
  await update('s1', { customerSession: { ...SESSION.customerSession, state: 'closed' } })
  await row.getByText('1 of').waitFor()

  // A scenario that is put and faulty changes nothing, and says in which line it is so.
  const { campaigns } = await client.scenario.get()
  await page.getByLabel('Load a file').setInputFiles({
    name: 'shop.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"version":1,\n"campaigns":[{"name":5}]}'),
  })
  const alert = page.getByRole('alert')
  await alert.getByText('campaigns').waitFor()
  t.match(await alert.textContent(), /scenario:2: campaigns/)
  t.strictSame((await client.scenario.get()).campaigns, campaigns)

  // One that is in order has other coupons.
  await page.getByLabel('Load a file').setInputFiles({
    name: 'shop.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        version: 1,
        campaigns: [{ name: 'New', coupons: [{ code: 'B-2' }, { code: 'A-1' }] }],
      }),
    ),
  })
  await coupons.getByText('A-1').waitFor()
  t.strictSame(await coupons.locator('tbody code').allTextContents(), ['B-2', 'A-1'])
})

t.test('a scenario of nothing says so', async (t) => {
  const { page } = await openDashboard(t, { flags: ['--scenario', 'none'], at: '#/scenario' })
  await page.getByRole('region', { name: 'Campaigns' }).getByText('None.').waitFor()
  await page.getByRole('region', { name: 'Coupons' }).getByText('None.').waitFor()
  t.equal(await page.getByRole('table').count(), 0)
})

t.test('a scenario file is read again, and its faults are shown with their lines', async (t) => {
  const folder = t.testdir({ 'shop.yaml': 'version: 1\napplication: { name: Before }\n' })
  const file = `${folder}/shop.yaml`
  const { page } = await openDashboard(t, { flags: ['--scenario', file], at: '#/scenario' })
  await page.getByRole('heading', { name: 'Before' }).waitFor()
  await writeFile(file, 'version: 1\napplication: { name: 5 }\n')
  await page.getByRole('button', { name: 'Reload' }).click()
  const alert = page.getByRole('alert')
  await alert.waitFor()
  t.match(await alert.textContent(), /shop\.yaml:2/)
  t.equal((await page.locator('main').textContent())?.split('shop.yaml:2').length, 2, 'said once')
  await page.getByRole('heading', { name: 'Before' }).waitFor()

  await writeFile(file, 'version: 1\napplication: { name: After }\n')
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.getByRole('heading', { name: 'After' }).waitFor()
  t.equal(await page.getByRole('alert').count(), 0)
})

t.test('what becomes of a watched file is shown by itself', async (t) => {
  const shop = (name: string, code: string) =>
    `version: 1\napplication: { name: ${name} }\ncampaigns: [{ name: C, coupons: [{ code: ${code} }] }]\n`
  const folder = t.testdir({ 'shop.yaml': shop('Before', 'OLD') })
  const file = `${folder}/shop.yaml`
  const { page } = await openDashboard(t, {
    flags: ['--scenario', file, '--watch'],
    at: '#/scenario',
  })
  await page.getByText('OLD').waitFor()
  await writeFile(file, shop('5', 'OLD'))
  await page.getByRole('alert').getByText('shop.yaml:2').waitFor()
  await writeFile(file, shop('After', 'NEW'))
  await page.getByRole('heading', { name: 'After' }).waitFor()
  await page.getByText('NEW').waitFor()
  t.equal(await page.getByRole('alert').count(), 0)
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

  await update('s2', SESSION)
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
