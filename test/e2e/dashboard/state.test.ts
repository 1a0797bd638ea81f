import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = { customerSession: { cartItems: [{ sku: 'mug', quantity: 1, price: 1 }] } }

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
