import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const CART = { customerSession: { cartItems: [{ sku: 'mug', quantity: 1, price: 1 }] } }

t.test('the token is asked for once, kept for the tab, and never in an address', async (t) => {
  const token = 'a-token-of-this-test'
  const { page, update, complaints } = await openDashboard(t, {
    flags: ['--control-token', token],
    token,
  })
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  const field = page.getByRole('textbox', { name: 'Token' })
  await field.waitFor()
  // Twice the same: it is asked each time.
  for (let time = 0; time < 2; time++) {
    const refused = page.waitForResponse((response) => response.status() === 401)
    await field.fill('another-one')
    await page.keyboard.press('Enter')
    await refused
    await page.getByText('The emulator doesn’t know this token.').waitFor()
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await field.fill(token)
  await page.keyboard.press('Enter')
  await page.getByText('Nothing came in yet').waitFor()
  await update('s1', CART)
  await page.locator('.exchange-row').waitFor()

  await page.reload()
  await page.locator('.exchange-row').waitFor()
  t.equal(await field.count(), 0)
  t.notOk(addresses.some((address) => address.includes(token)))
  t.notOk(page.url().includes(token))
  t.notOk(
    complaints.some((text) => !text.includes('401')),
    'besides what was refused',
  )
  const other = await page.context().browser()?.newContext()
  const tab = await other?.newPage()
  await tab?.goto(page.url())
  await tab?.getByRole('textbox', { name: 'Token' }).waitFor()
})

t.test('a page of another site can read nothing and change nothing', async (t) => {
  const { page, url, client, update } = await openDashboard(t)
  await update('s1', CART)
  const site = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>another site</title>')
  })
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve)
  })
  t.teardown(() => site.close())
  // It listens on a port, not on a pipe.
  const { port } = site.address() as AddressInfo
  const tab = await page.context().newPage()
  await tab.goto(`http://127.0.0.1:${port}/`)
  const tried = await tab.evaluate<string[]>(`(async () => {
    const attempt = (path, init) => fetch(${JSON.stringify(url)} + path, init).then(
      async (response) => response.type === 'opaque' ? 'opaque' : 'read ' + await response.text(),
      () => 'refused',
    )
    return [
      await attempt('/_mock/exchanges'),
      await attempt('/_mock/exchanges', { mode: 'no-cors' }),
      await attempt('/_mock/reset', { method: 'POST', mode: 'no-cors' }),
      await attempt('/_mock/reset', { method: 'POST' }),
      await attempt('/_mock/exchanges', { method: 'DELETE' }),
      await attempt('/'),
    ]
  })()`)
  t.strictSame(tried, ['refused', 'opaque', 'opaque', 'refused', 'refused', 'refused'])
  t.equal((await client.sessions.list()).items.length, 1, 'nothing was reset')
  t.equal((await client.exchanges.list()).items.length >= 1, true, 'nothing was forgotten')

  const framed = await tab.evaluate<number>(`new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.src = ${JSON.stringify(url)} + '/'
    frame.onload = () => resolve(frame.contentDocument ? 1 : 0)
    document.body.append(frame)
  })`)
  t.equal(framed, 0, 'nor is it shown in a frame')
})
