import t from 'tap'
import { openDashboard } from '../../helpers/open-dashboard.ts'

const COUNT = 10_000
const TOGETHER = 50
/** Rows in sight of a window of 900 pixels, those drawn besides, and some room. */
const MOST_DRAWN = 80

t.test('ten thousand exchanges stay smooth: only the rows in sight are drawn', async (t) => {
  const { page, update, complaints } = await openDashboard(t, {
    flags: ['--ledger-max-exchanges', String(COUNT), '--scenario', 'none'],
  })
  const body = { customerSession: {} }
  for (let sent = 0; sent < COUNT; sent += TOGETHER) {
    await Promise.all(
      Array.from({ length: TOGETHER }, async (_, place) => {
        const reply = await update(`s${sent + place}`, body)
        await reply.arrayBuffer()
      }),
    )
  }
  const list = page.getByRole('listbox')
  const scrollTo = (top: string) =>
    page.evaluate(`document.querySelector('.exchange-list').scrollTop = ${top}`)
  // What the feed has not told yet is fetched as the end comes near.
  while (!(await page.getByText('10,000 exchanges').isVisible())) {
    await scrollTo('1e9')
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
  const rows = list.getByRole('option')
  t.ok((await rows.count()) < MOST_DRAWN)
  await scrollTo('1e9')
  await page.locator(`[aria-posinset="${COUNT}"]`).waitFor()
  t.ok((await rows.count()) < MOST_DRAWN)

  // A new one does not move what is read.
  await scrollTo('100000')
  await page.evaluate('new Promise(requestAnimationFrame)')
  const seen =
    '[...document.querySelectorAll(".exchange-row")].find((row) => row.getBoundingClientRect().top > 200).id'
  const before = await page.evaluate<string>(seen)
  await update('one-more', body)
  await page.getByText('10,000 exchanges, the newest that this page holds').waitFor()
  t.equal(await page.evaluate<string>(seen), before)
  t.strictSame(complaints, [])
})
