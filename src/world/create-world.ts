import { createLedger, type Ledger, type LedgerBounds } from './ledger.ts'
import { createRemoveSession, type RemoveSession } from './operations/remove-session.ts'
import { createUpdateSession, type UpdateSession } from './operations/update-session.ts'
import type { Clock, IdSource, Outbox, Store } from './ports.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { createSinks, type Sinks } from './sinks.ts'

/** One emulated account at work. All state hangs off it. */
export interface World {
  readonly name: string
  readonly clock: Clock
  readonly ids: IdSource
  readonly store: Pick<Store, 'session' | 'sessions'>
  readonly ledger: Ledger
  readonly sinks: Sinks
  readonly rateLimit: RateLimit
  readonly updateSession: UpdateSession
  readonly removeSession: RemoveSession
  /**
   * Sends a callback again, now: same delivery ID, a new attempt. `unknown`: no such callback in the
   * ledger; `busy`: it is queued or being sent; `full`: the queue has no room.
   */
  redeliver(callbackId: string): 'queued' | 'busy' | 'full' | 'unknown'
  /**
   * Back to the beginning; callbacks on their way are cancelled, and a request that is still under way
   * gets none.
   */
  reset(keep: { exchanges: boolean }): Promise<void>
}

export interface WorldDeps {
  name: string
  clock: Clock
  ids: IdSource
  /** Sends the callbacks; whoever made it hands what it tells to the ledger. */
  outbox: Outbox
  /** Opens the store; its commits put callbacks into the outbox. */
  openStore: (outbox: Pick<Outbox, 'put'>) => Store
  ledger: LedgerBounds
  /** Requests a second for each API key; 0: no limit. */
  rateLimit: number
}

export const createWorld = (deps: WorldDeps): World => {
  const { name, clock, ids, outbox } = deps
  const ledger = createLedger(deps.ledger)
  const store = deps.openStore({
    put(message) {
      // A request that was under way when the world was reset is forgotten, and so is its callback.
      if (ledger.expectCallback(message)) outbox.put(message)
    },
  })
  const sinks = createSinks()
  const rateLimit = createRateLimit(deps.rateLimit, clock)
  return {
    name,
    clock,
    ids,
    store,
    ledger,
    sinks,
    rateLimit,
    updateSession: createUpdateSession({ store, clock, ids }),
    removeSession: createRemoveSession({ store }),

    redeliver(callbackId) {
      const callback = ledger.entryOfCallback(callbackId)?.callback
      return callback ? outbox.sendAgain(callback.message, callback.started) : 'unknown'
    },

    async reset(keep) {
      await store.clear()
      // All the rest in one turn: a callback that is put meanwhile is either cancelled or recorded.
      outbox.cancelAll('the world was reset')
      ids.restart()
      sinks.clear()
      rateLimit.clear()
      if (!keep.exchanges) ledger.clear()
    },
  }
}
