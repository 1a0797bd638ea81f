import type { Snapshot } from '../contract/control/snapshot.ts'
import type { RuleProgram } from '../core/rewards/rule-program.ts'
import { type AccountRecords, seedRecords } from '../core/rewards/seed.ts'
import { type Activity, createActivity } from './activity.ts'
import { createChance } from './chance.ts'
import { createWorldClock, type WorldClock } from './clock.ts'
import { createFaults, type Faults } from './faults.ts'
import { createFaultyCallbacks } from './faulty-callbacks.ts'
import { createFeed, type Feed } from './feed.ts'
import { createHolds, type Holds } from './holds.ts'
import { createLedger, type Ledger, type LedgerBounds } from './ledger.ts'
import { createMoments } from './moment.ts'
import { type AudienceOperations, createAudienceOperations } from './operations/audiences.ts'
import { type CodeOperations, createCodeOperations } from './operations/codes.ts'
import { createEventOperations, type EventOperations } from './operations/events.ts'
import { createExplainSession, type ExplainSession } from './operations/explain-session.ts'
import { createLoyaltyOperations, type LoyaltyOperations } from './operations/loyalty.ts'
import { createPerform } from './operations/perform.ts'
import {
  createPutProfile,
  createRemoveProfile,
  type PutProfile,
  type RemoveProfile,
} from './operations/profile-state.ts'
import { createProfileOperations, type ProfileOperations } from './operations/profiles.ts'
import { createPutSession, type PutSession } from './operations/put-session.ts'
import { createRemoveSession, type RemoveSession } from './operations/remove-session.ts'
import { createSessionOperations, type SessionOperations } from './operations/returns.ts'
import { createUpdateSession, type UpdateSession } from './operations/update-session.ts'
import type { Clock, DeliveryListener, IdSource, OpenOutbox, Outbox, Store } from './ports.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { createReplays, type Replays } from './replays.ts'
import { createSinks, type Sinks } from './sinks.ts'
import { toRecords, toSnapshot } from './snapshot.ts'
import { createWaits, type Waits } from './waits.ts'

/** One emulated account at work. All state hangs off it. */
export interface World {
  readonly name: string
  readonly clock: WorldClock
  /** The machine's time, for what somebody outside waits for. */
  readonly machine: Clock
  readonly activity: Activity
  readonly ids: IdSource
  readonly store: Pick<
    Store,
    | 'session'
    | 'sessions'
    | 'countSessions'
    | 'profile'
    | 'profiles'
    | 'coupons'
    | 'referrals'
    | 'facts'
  >
  /** The rules and the account that the world begins with. */
  readonly program: RuleProgram
  readonly ledger: Ledger
  readonly waits: Waits
  readonly feed: Feed
  readonly sinks: Sinks
  readonly rateLimit: RateLimit
  readonly faults: Faults
  readonly holds: Holds
  readonly updateSession: UpdateSession
  readonly putSession: PutSession
  readonly removeSession: RemoveSession
  readonly putProfile: PutProfile
  readonly removeProfile: RemoveProfile
  readonly explainSession: ExplainSession
  readonly sessions: SessionOperations
  readonly profiles: ProfileOperations
  readonly events: EventOperations
  readonly audiences: AudienceOperations
  readonly codes: CodeOperations
  readonly loyalty: LoyaltyOperations
  readonly replays: Replays
  /**
   * Sends a callback again, now: same delivery ID, a new attempt. `unknown`: no such callback in the
   * ledger; `busy`: it is queued or being sent; `full`: the queue has no room.
   */
  redeliver(callbackId: string): 'queued' | 'busy' | 'full' | 'unknown'
  /**
   * Back to the beginning, without faults; callbacks on their way are cancelled, a request that is still
   * under way gets none, and one that is held up is refused.
   */
  reset(keep: { exchanges: boolean }): Promise<void>
  /** Begins again with another account; the exchanges stay. */
  load(program: RuleProgram): Promise<void>
  /** Its state as one document. */
  snapshot(): Promise<Snapshot>
  /**
   * Goes on from a snapshot that has no faults; callbacks on their way are cancelled, exchanges and what
   * sinks received stay. False, and nothing has changed: it is of another scenario.
   */
  restore(snapshot: Snapshot): Promise<boolean>
  /** Callbacks that are not settled. */
  readonly callbacksOnTheirWay: number
  /** Ends waits and readers of the feed, and those to come at once. */
  endWaiting(): void
  /** Ends it: its callbacks are cancelled, its timers taken back, whoever waits is told. */
  dispose(reason: string): void
}

export interface WorldDeps {
  name: string
  /** The machine's time. */
  clock: Clock
  ids: IdSource
  openOutbox: OpenOutbox
  /** Hears of every step of every callback, after the ledger. */
  onDelivery: DeliveryListener
  /** Opens the store; its commits put callbacks into the outbox. */
  openStore: (outbox: Pick<Outbox, 'put'>, records: AccountRecords) => Store
  program: RuleProgram
  ledger: LedgerBounds
  /** Requests a second for each API key; 0: no limit. */
  rateLimit: number
  /** What the chance of faults is drawn from. */
  seed: string
}

/** Why callbacks are cancelled when a snapshot is restored. */
const RESTORED = 'a snapshot was restored'

export const createWorld = (deps: WorldDeps): World => {
  const { name, ids } = deps
  const activity = createActivity()
  const clock = createWorldClock(deps.clock, activity)
  const ledger = createLedger(deps.ledger)
  const holds = createHolds(clock)
  const faults = createFaults({ clock, holds, chance: createChance(`faults of ${deps.seed}`) })
  const faulty = createFaultyCallbacks({ faults, ledger })
  const listener: DeliveryListener = (callbackId, event) => {
    ledger.onDelivery(callbackId, event)
    faulty.onDelivery(callbackId, event)
    deps.onDelivery(callbackId, event)
  }
  const outbox = deps.openOutbox({ clock, activity, listener, tamper: faulty.tamper })
  const moments = createMoments(clock, ids)
  let program = deps.program
  const seed = () => {
    const records = seedRecords(program.account, moments.now())
    for (const { id } of records.audiences) ids.reach('audience', id)
    return records
  }
  const committed: Pick<Outbox, 'put'> = {
    put(message) {
      // A request that was under way when the world was reset is forgotten, and so is its callback.
      if (!ledger.expectCallback(message)) return
      const plan = faulty.plan(message)
      if ('dropped' in plan) listener(message.id, { kind: 'failed', reason: plan.dropped })
      else outbox.put(message, plan)
    },
  }
  const waits = createWaits(ledger, deps.clock)
  const feed = createFeed(ledger, { world: name, mark: ids.uuid(), machine: deps.clock })
  const store = deps.openStore(committed, seed())
  const perform = createPerform({ store, moments, program: () => program })
  const replays = createReplays(clock)
  const sinks = createSinks()
  const rateLimit = createRateLimit(deps.rateLimit, clock)

  const world: World = {
    name,
    clock,
    machine: deps.clock,
    activity,
    ids,
    store,
    ledger,
    waits,
    feed,
    sinks,
    rateLimit,
    faults,
    holds,
    get program() {
      return program
    },
    updateSession: createUpdateSession({
      world: name,
      store,
      moments,
      ids,
      program: () => program,
      heldReply: faulty.heldReply,
    }),
    putSession: createPutSession(perform, ids),
    removeSession: createRemoveSession(perform),
    putProfile: createPutProfile(perform, ids),
    removeProfile: createRemoveProfile(perform),
    explainSession: createExplainSession(perform),
    sessions: createSessionOperations(perform),
    profiles: createProfileOperations(perform),
    events: createEventOperations(perform),
    audiences: createAudienceOperations(perform),
    codes: createCodeOperations(perform),
    loyalty: createLoyaltyOperations(perform),
    replays,

    redeliver(callbackId) {
      const callback = ledger.entryOfCallback(callbackId)?.callback
      return callback ? outbox.sendAgain(callback.message, callback.started) : 'unknown'
    },

    async reset(keep) {
      ids.restart()
      await store.begin(seed())
      // All the rest in one turn: a callback that is put meanwhile is either cancelled or recorded.
      outbox.cancelAll('the world was reset')
      faults.clear()
      holds.release()
      sinks.clear()
      rateLimit.clear()
      replays.clear()
      if (!keep.exchanges) ledger.clear()
    },

    async load(loaded) {
      program = loaded
      await world.reset({ exchanges: true })
    },

    async snapshot() {
      const reading = store.dump()
      // In the same turn: a request that comes meanwhile is in none of it.
      const state = {
        world: name,
        program,
        frozenAt: clock.isFrozen ? clock.now() : null,
        ids: ids.state(),
        faults: faults.state(),
        sinkScripts: sinks.scripts(),
        omitted: { exchanges: ledger.size, callbacksOnTheirWay: outbox.depth },
      }
      return toSnapshot(await reading, state)
    },

    async restore(snapshot) {
      if (snapshot.scenario.fingerprint !== program.fingerprint) return false
      // Before the clock is moved, which would send them.
      outbox.cancelAll(RESTORED)
      const { frozenAt } = snapshot.clock
      if (frozenAt === null) clock.free()
      else await clock.freezeAt(Date.parse(frozenAt))
      ids.goOnFrom(snapshot.ids)
      await store.begin(toRecords(snapshot))
      outbox.cancelAll(RESTORED)
      holds.release()
      faults.goOnFrom(snapshot.faults)
      sinks.setScripts(snapshot.sinkScripts)
      rateLimit.clear()
      replays.clear()
      return true
    },

    get callbacksOnTheirWay() {
      return outbox.depth
    },

    endWaiting() {
      waits.end()
      feed.end()
    },

    dispose(reason) {
      outbox.cancelAll(reason)
      holds.release()
      clock.stop()
      world.endWaiting()
    },
  }
  return world
}
