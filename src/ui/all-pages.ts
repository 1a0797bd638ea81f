import type { Page } from '../client/control-methods.ts'

const LIMIT = 500
/** Records that a list shows at most. */
const MOST = 2000

type List<T> = (query: { limit: number; cursor?: string }) => Promise<Page<T>>

/** What a list shows of its records. */
export interface Shown<T> {
  readonly items: T[]
  /** There are more than it holds. */
  readonly isCut: boolean
}

/**
 * The newest records of a list that goes by when they were created, newest first; 2,000 at most. Reads it to
 * its end, where they stand.
 */
export const newestOf = async <T>(list: List<T>): Promise<Shown<T>> => {
  const items: T[] = []
  let isCut = false
  for await (const page of pagesOf(list)) {
    items.push(...page.items)
    if (items.length > MOST) {
      items.splice(0, items.length - MOST)
      isCut = true
    }
  }
  return { items: items.reverse(), isCut }
}

/** The first records of a list in its own order; 2,000 at most. */
export const firstOf = async <T>(list: List<T>): Promise<Shown<T>> => {
  const items: T[] = []
  for await (const page of pagesOf(list)) {
    items.push(...page.items)
    if (items.length >= MOST) return { items, isCut: page.next !== null }
  }
  return { items, isCut: false }
}

async function* pagesOf<T>(list: List<T>): AsyncGenerator<Page<T>, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await list({ limit: LIMIT, ...(cursor !== undefined && { cursor }) })
    yield page
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}
