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
