import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = { customerSession: { cartItems: [{ sku: 'mug', quantity: 1, price: 1 }] } }

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
  // The page hears of it within a second, or later on a busy machine: the row is some seconds old by then.
  await page
    .getByRole('option')
    .getByText(/^(just now|\d+ s ago)$/)
    .waitFor()
  t.pass()
})

t.test('what is refused is said in words', async (t) => {
  const { page } = await openDashboard(t, { at: '#/faults' })
  const clock = page.getByRole('region', { name: 'Clock' })
  await clock.getByLabel('Freeze at').fill('tomorrow')
  await clock.getByRole('button', { name: 'Freeze' }).click()
  t.match(await page.getByRole('alert').textContent(), 'frozenAt')
})
