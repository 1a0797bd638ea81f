import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { World } from '../../src/world/create-world.ts'
import type { LedgerEntry } from '../../src/world/ledger-entry.ts'
import { makeSession, SEGMENT_HEADERS } from './make-session.ts'

/** Puts a session, v2, with further headers. */
export const putSession = (
  app: FastifyInstance,
  id: string,
  headers: Record<string, string> = {},
  session = makeSession(),
): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'PUT',
    url: `/segment/v2/customer_sessions/${id}`,
    headers: { ...SEGMENT_HEADERS, ...headers },
    payload: session,
  })

/** The ID that a reply names its exchange by. */
export const exchangeIdOf = (reply: LightMyRequestResponse): string =>
  String(reply.headers['x-talon-mock-exchange'])

/** Resolves as soon as an entry of the ledger passes. */
export const waitForEntry = (
  { ledger }: Pick<World, 'ledger'>,
  passes: (entry: LedgerEntry) => boolean,
): Promise<LedgerEntry> =>
  new Promise((resolve) => {
    for (const entry of ledger.newestFirst({})) if (passes(entry)) return resolve(entry)
    const stop = ledger.watch((entry) => {
      if (!passes(entry)) return
      stop()
      resolve(entry)
    })
  })

/** Resolves when the callback of an exchange has come to a state. */
export const waitForState = (world: World, exchangeId: string, state: string) =>
  waitForEntry(world, ({ id, callback }) => id === exchangeId && callback?.state === state)

/** All items of a list, page by page; `between` runs after each page. */
export const walk = async <T>(
  app: FastifyInstance,
  url: string,
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<T[]> => {
  const items: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) })
    const page: { items: T[]; next: string | null } = (await app.inject(`${url}?${query}`)).json()
    if (page.items.length > limit) throw new Error(`a page of ${page.items.length}`)
    items.push(...page.items)
    if (page.next === cursor) throw new Error(`the walk stands still at ${cursor}`)
    cursor = page.next
    await between()
  }
  return items
}
