import { readFile } from 'node:fs/promises'
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

t.test('the clock is frozen, moved and let go', async (t) => {
  const { page, client } = await openDashboard(t, { at: '#/faults' })
  const clock = page.getByRole('region', { name: 'Clock' })
  await clock.getByLabel('Freeze at').fill('2030-01-01T00:00:00Z')
  await clock.getByRole('button', { name: 'Freeze' }).click()
  await clock.getByText('frozen').waitFor()
  await clock.getByRole('button', { name: '1 day' }).click()
  await clock.getByText('2030-01-02T00:00:00').waitFor()
  t.match(await client.clock.get(), { now: /^2030-01-02T00:00:00/, frozen: true })
  await clock.getByRole('button', { name: 'Let it run' }).click()
  await clock.getByText('running').waitFor()
  t.notOk((await client.clock.get()).frozen)
})

t.test('what others do is seen: time goes, a fault comes and expires', async (t) => {
  const { page, client } = await openDashboard(t, { at: '#/faults' })
  const clock = page.getByRole('region', { name: 'Clock' })
  const shown = await clock.locator('time').textContent()
  const faults = page.getByRole('region', { name: 'Faults' })
  await client.faults.add({ where: 'request', do: { status: 409 }, ttlMs: 2500 })
  await faults.getByText('status 409').waitFor()
  t.not(await clock.locator('time').textContent(), shown)
  await faults.getByText('None is set').waitFor()
})

t.test('how long ago something was is counted by the clock of the world', async (t) => {
  const { page, url, client, update } = await openDashboard(t)
  await client.clock.freeze('2030-01-01T00:00:00Z')
  await update('s1', CART)
  await page.getByRole('option').getByText('just now').waitFor()
  await page.goto(`${url}/#/faults`)
  await page.getByRole('button', { name: '1 day' }).click()
  await page.getByText('2030-01-02').waitFor()
  await page.goto(`${url}/#/sessions/s1`)
  await page.getByText('updated 1 d ago').waitFor()
  // And that of the world is the machine's again.
  await client.clock.free()
  await client.reset()
  await page.goto(`${url}/#/exchanges`)
  await update('s2', CART)
  await page.getByRole('option').getByText('just now').waitFor()
  t.pass()
})

t.test('what is refused is said in words', async (t) => {
  const { page } = await openDashboard(t, { at: '#/faults' })
  const clock = page.getByRole('region', { name: 'Clock' })
  await clock.getByLabel('Freeze at').fill('tomorrow')
  await clock.getByRole('button', { name: 'Freeze' }).click()
  t.match(await page.getByRole('alert').textContent(), 'frozenAt')
})

t.test('a snapshot is saved, and brings back what a reset took', async (t) => {
  const { page, client, update } = await openDashboard(t, { at: '#/state' })
  await update('s1', CART)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save to a file' }).click()
  const path = await (await saved).path()

  await page.getByRole('button', { name: 'Reset the world' }).click()
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await page.getByText('The world is as the scenario has it.').waitFor()
  t.strictSame((await client.sessions.list()).items, [])

  await page.getByLabel('Load a file').setInputFiles({
    name: 'snapshot.json',
    mimeType: 'application/json',
    buffer: await readFile(path),
  })
  await page.getByText('The world is as the snapshot has it.').waitFor()
  t.equal((await client.sessions.get('s1')).total, 1)
})
