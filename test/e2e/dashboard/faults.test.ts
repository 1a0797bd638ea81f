import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = { customerSession: { cartItems: [{ sku: 'mug', quantity: 1, price: 1 }] } }

t.test('a fault is set, counts down, and is gone', async (t) => {
  const { page, update } = await openDashboard(t, { at: '#/faults' })
  const faults = page.getByRole('region', { name: 'Faults' })
  await faults.getByText('None is set').waitFor()
  await faults.getByLabel('What happens').selectOption('answer 503')
  await faults.getByLabel('Times (empty: always)').fill('2')
  await faults.getByRole('button', { name: 'Set', exact: true }).click()
  await faults.getByText('2 of 2 left').waitFor()
  t.equal((await update('s1', CART)).status, 503)
  await faults.getByText('1 of 2 left').waitFor()
  t.equal((await update('s1', CART)).status, 503)
  await faults.getByText('None is set').waitFor()
  t.equal((await update('s1', CART)).status, 200)
})

t.test('a fault is taken back, one or all', async (t) => {
  const { page, client } = await openDashboard(t, { at: '#/faults' })
  const faults = page.getByRole('region', { name: 'Faults' })
  const set = faults.getByRole('button', { name: 'Set', exact: true })
  const rows = faults.locator('li')
  for (const [kind, shown] of [
    ['answer 429, too many requests', 'status 429'],
    ['callback: send none', 'drop'],
    ['answer late', 'delay 2 s'],
  ] as const) {
    await faults.getByLabel('What happens').selectOption(kind)
    await set.click()
    await rows.getByText(shown).waitFor()
  }
  await rows.getByRole('button').first().click()
  await rows.nth(2).waitFor({ state: 'detached' })
  await faults.getByRole('button', { name: 'Clear all' }).click()
  await faults.getByText('None is set').waitFor()
  t.strictSame((await client.faults.list()).items, [])
})

t.test('what others do is seen: time goes, a fault comes and expires', async (t) => {
  const { page, client } = await openDashboard(t, { at: '#/faults' })
  const clock = page.getByRole('region', { name: 'Clock' })
  const shown = (await clock.locator('time').textContent()) ?? ''
  await clock.locator('time').filter({ hasNotText: shown }).waitFor()
  const faults = page.getByRole('region', { name: 'Faults' })
  await client.clock.freeze('2030-01-01T00:00:00Z')
  await clock.getByText('frozen').waitFor()
  await client.faults.add({ where: 'request', do: { status: 409 }, ttlMs: 60_000 })
  await faults.getByText('status 409').waitFor()
  await client.clock.advance(60_000)
  await faults.getByText('None is set').waitFor()
})
