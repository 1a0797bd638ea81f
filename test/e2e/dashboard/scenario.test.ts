import { writeFile } from 'node:fs/promises'
import t from 'tap'
import { COUPON_SESSION, openDashboard } from '../../helpers/open-dashboard.ts'

t.test('the scenario is shown with its campaigns and how far coupons are used', async (t) => {
  const { page, client, update } = await openDashboard(t, { at: '#/scenario' })
  const coupons = page.getByRole('region', { name: 'Coupons' })
  await coupons.getByText('WELCOME-10').waitFor()
  t.match(await page.getByRole('region', { name: 'Campaigns' }).textContent(), 'Shoe week')
  const row = coupons.getByRole('row', { name: 'XMAS-20-2021' })
  t.match(await row.textContent(), '0 of')
  await update('s1', { customerSession: { ...COUPON_SESSION.customerSession, state: 'closed' } })
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
