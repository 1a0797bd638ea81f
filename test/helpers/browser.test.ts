import t from 'tap'
import { launchBrowser } from './browser.ts'

t.test('a browser opens a page', async (t) => {
  const browser = await launchBrowser(t)
  const page = await browser.newPage()
  await page.goto('about:blank')
  t.equal(await page.evaluate('document.readyState'), 'complete')
})
