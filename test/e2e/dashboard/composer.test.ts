import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

t.test('the documented sample is sent, and its callback comes to the sink', async (t) => {
  const { page, client, elsewhere, complaints } = await openDashboard(t, { at: '#/composer' })
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const reply = page.getByRole('region', { name: 'Reply', exact: true })
  await reply.getByText('coupon XMAS-20-2021 accepted').waitFor()
  const callback = page.getByRole('region', { name: 'Callback', exact: true })
  await callback.getByText('delivered').first().waitFor()
  const { items } = await client.sinks.received('composer')
  t.equal(items.length, 1)
  t.match(items[0]?.headers, { 'x-correlation-id': 'composed-1' })
  t.strictSame(elsewhere, [])
  t.strictSame(complaints, [])
})

t.test('the form and the body say the same', async (t) => {
  const { page, client } = await openDashboard(t, { at: '#/composer' })
  await page.getByLabel('Session ID').fill('from-the-form')
  await page.getByLabel('Coupon codes').fill('REJECT-CouponExpired')
  await page.getByLabel('Coupon codes').press('Tab')
  await page.getByLabel('Quantity of line 1').fill('3')
  await page.getByLabel('Quantity of line 1').press('Tab')
  await page.getByRole('button', { name: 'Remove line 2' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('coupon REJECT-CouponExpired refused: it has expired').waitFor()
  const { cartItems, couponCodes } = await client.sessions.get('from-the-form')
  t.strictSame(couponCodes, ['REJECT-CouponExpired'])
  t.strictSame(
    cartItems.map(({ quantity }) => quantity),
    [3],
  )

  await page.getByLabel('Body, as it is sent').fill('{ "customerSession": {')
  await page.getByText('The form can’t show it; it is sent as it is.').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('region', { name: 'Reply', exact: true }).getByText('400').first().waitFor()
})

t.test('a stored session can be taken up again', async (t) => {
  const { page, update } = await openDashboard(t)
  await update('s1', {
    customerSession: { profileId: 'bob', cartItems: [{ sku: 'spoon', quantity: 4, price: 1 }] },
  })
  await page.goto(`${page.url().split('#')[0]}#/sessions/s1`)
  await page.getByRole('link', { name: 'Update it in the composer' }).click()
  await page.getByLabel('Quantity of line 1').waitFor()
  t.equal(await page.getByLabel('SKU of line 1').inputValue(), 'spoon')
  t.equal(await page.getByLabel('Session ID').inputValue(), 's1')
  t.equal(await page.getByLabel('Profile', { exact: true }).inputValue(), 'bob')
})
