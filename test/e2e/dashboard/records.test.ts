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
    buffer: Buffer.from('{"version":1,"campaigns":[{"name":5}]}'),
  })
  await page.getByRole('alert').getByText('campaigns').first().waitFor()
  t.strictSame((await client.scenario.get()).campaigns, campaigns)
})

t.test('a scenario file is read again, and its faults are shown with their lines', async (t) => {
  const folder = t.testdir({ 'shop.yaml': 'version: 1\napplication: { name: Before }\n' })
  const file = `${folder}/shop.yaml`
  const { page } = await openDashboard(t, { flags: ['--scenario', file], at: '#/scenario' })
  await page.getByRole('heading', { name: 'Before' }).waitFor()
  await writeFile(file, 'version: 1\napplication: { name: 5 }\n')
  await page.getByRole('button', { name: 'Reload' }).click()
  const alert = page.getByRole('alert').first()
  await alert.waitFor()
  t.match(await alert.textContent(), /shop\.yaml:2/)
  await page.getByRole('heading', { name: 'Before' }).waitFor()

  await writeFile(file, 'version: 1\napplication: { name: After }\n')
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.getByRole('heading', { name: 'After' }).waitFor()
  t.equal(await page.getByRole('alert').count(), 0)
})
