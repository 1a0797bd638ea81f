import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions } from 'playwright-core'
import t, { type Test } from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const SESSION = {
  customerSession: {
    profileId: 'anna',
    couponCodes: ['XMAS-20-2021', 'NO-SUCH'],
    cartItems: [{ sku: 'shoe', name: 'Air Glide', category: 'shoes', quantity: 2, price: 99.99 }],
  },
}

/** Each view, and what is seen when it is drawn. */
const VIEWS = [
  ['exchanges', '2 exchanges'],
  ['exchanges?status=4xx', '1 exchange of 2'],
  ['exchanges/ID', 'Fields sent'],
  ['sessions', 'Choose one.'],
  ['sessions/s1', 'Why each rule'],
  ['profiles/anna', 'Stars'],
  ['composer', 'Body, as it is sent'],
  ['scenario', 'WELCOME-10'],
  ['faults', 'struck 0 times'],
  ['state', 'Reset the world'],
] as const

/** An emulator with something to see in every view; `show` goes to one. */
const openShop = async (t: Test, context: BrowserContextOptions) => {
  const dashboard = await openDashboard(t, { context })
  const { page, url, client, update } = dashboard
  await client.sinks.script('demo', [503])
  await update('s1', SESSION, { 'x-callback-destination-uri': `${url}/_mock/sink/demo` })
  await update('s2', { customerSession: { cartItems: 'none' } })
  const { id } = await client.waitForCallback({ callback: 'delivered' })
  await client.faults.add({ where: 'callback', do: { drop: true }, match: { sessionId: 'none' } })
  const show = async (view: string, seen: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(`#/${view.replace('ID', id)}`)}`)
    await page.locator('main').getByText(seen).first().waitFor({ state: 'attached' })
  }
  return { ...dashboard, show }
}

interface Violation {
  id: string
  nodes: { html: string }[]
}

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 375, height: 800 } }],
]

for (const [look, context] of LOOKS) {
  t.test(`axe finds nothing in any view, ${look}`, async (t) => {
    const { page, show, complaints } = await openShop(t, context)
    await page.evaluate(AXE)
    for (const [view, seen] of VIEWS) {
      await show(view, seen)
      const found = await page.evaluate<Violation[]>(
        'axe.run().then(({ violations }) => violations)',
      )
      const named = found.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
      )
      t.strictSame(named, [], view)
    }
    t.strictSame(complaints, [])
  })
}

for (const width of [375, 1600]) {
  t.test(`no view is wider than a window of ${width} px`, async (t) => {
    const { page, show } = await openShop(t, { viewport: { width, height: 800 } })
    for (const [view, seen] of VIEWS) {
      // Where it is narrow, a list is beside nothing.
      await show(view, view === 'sessions' ? 's1' : seen)
      const over = await page.evaluate<number>(`(() => {
        const main = document.querySelector('main')
        return Math.max(
          document.documentElement.scrollWidth - innerWidth,
          main.scrollWidth - main.clientWidth,
        )
      })()`)
      t.ok(over <= 0, view)
    }
  })
}
