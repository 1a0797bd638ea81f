import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

t.test('a profile is shown with its points', async (t) => {
  const { page } = await openDashboard(t, { at: '#/profiles/anna' })
  const points = page.getByRole('region', { name: 'Points' })
  const stars = points.getByRole('table', { name: 'Stars' })
  await stars.waitFor()
  t.equal(await stars.getByRole('columnheader').count(), 4)
  t.match(await stars.getByRole('row', { name: 'main' }).textContent(), '120')
  t.match(await page.getByRole('region', { name: 'Audiences' }).textContent(), 'VIP')
})

t.test('the exchanges of a profile are listed, and no others', async (t) => {
  const { page, update } = await openDashboard(t, { at: '#/profiles/anna' })
  await update('of-anna', { customerSession: { profileId: 'anna' } })
  await update('of-bob', { customerSession: { profileId: 'bob' } })
  await page.getByRole('link', { name: 'Its exchanges' }).click()
  await page.locator('.exchange-row').getByText('of-anna').first().waitFor()
  t.equal(await page.locator('.exchange-row').count(), 1)
  await page.getByRole('button', { name: 'profile anna' }).click()
  await page.locator('.exchange-row').getByText('of-bob').first().waitFor()
})
