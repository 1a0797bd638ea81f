import t from 'tap'
import { firstOf, newestOf } from '../../src/ui/all-pages.ts'

/** A list of the numbers from 1, as the emulator pages it. */
const listOf = (count: number) => {
  let asked = 0
  return {
    get asked() {
      return asked
    },
    list: ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => {
      asked++
      const from = Number(cursor)
      const items = Array.from({ length: Math.min(limit, count - from) }, (_, at) => from + at + 1)
      const end = from + items.length
      return Promise.resolve({ items, next: end < count ? String(end) : null })
    },
  }
}

t.test('the newest records come first, however many there are', async (t) => {
  const few = await newestOf(listOf(3).list)
  t.strictSame(few, { items: [3, 2, 1], isCut: false })
  t.notOk((await newestOf(listOf(2000).list)).isCut)
  const many = await newestOf(listOf(4711).list)
  t.equal(many.items.length, 2000)
  t.equal(many.items[0], 4711)
  t.equal(many.items.at(-1), 2712)
  t.ok(many.isCut)
})

t.test('the first ones stay in their order, and no more are asked for', async (t) => {
  t.strictSame(await firstOf(listOf(3).list), { items: [1, 2, 3], isCut: false })
  t.notOk((await firstOf(listOf(2000).list)).isCut)
  const list = listOf(4711)
  const { items, isCut } = await firstOf(list.list)
  t.equal(items[0], 1)
  t.equal(items.at(-1), 2000)
  t.ok(isCut)
  t.equal(list.asked, 4)
})
