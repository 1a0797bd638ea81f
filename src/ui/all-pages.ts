import type { Page } from '../client/control-methods.ts'

const LIMIT = 500
/** Records that a list shows at most. */
const MOST = 2000

/** The pages of a list together, newest first, as far as a list can be shown. */
export const allPages = async <T>(
  list: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<{ items: T[]; isCut: boolean }> => {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: LIMIT, ...(cursor !== undefined && { cursor }) })
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && items.length < MOST)
  return { items: items.reverse(), isCut: cursor !== undefined }
}
