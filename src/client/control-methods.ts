import type { ClockMoved, ClockState } from '../contract/control/clock.ts'
import type { CampaignCoupon, CampaignReferral } from '../contract/control/codes.ts'
import type { Callback, Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
import type { Explanation } from '../contract/control/explanation.ts'
import type { Fault, FaultInput } from '../contract/control/faults.ts'
import type { Status, Verified } from '../contract/control/replies.ts'
import type { VerifyRequest } from '../contract/control/requests.ts'
import type { LoadedScenario } from '../contract/control/scenario.ts'
import type { SinkAnswer, SinkReceiptPage, SinkSummary } from '../contract/control/sinks.ts'
import type { Snapshot } from '../contract/control/snapshot.ts'
import type { WorldPage } from '../contract/control/worlds.ts'
import type { FidelityRow } from '../contract/fidelity/area.ts'
import type { CustomerProfile, CustomerSession } from '../contract/service/integration-state.ts'
import type { Loyalty } from '../contract/service/loyalty.ts'
import { type Caller, segment } from './caller.ts'
import { type LiveEvent, type LiveOptions, readLive } from './live.ts'

/** A page of a list; `next` is the `cursor` of the page behind it, null at the end. */
export interface Page<T> {
  items: T[]
  next: string | null
}

/** The same of a bounded list, with how many fell out of it. */
export interface BoundedPage<T> extends Page<T> {
  dropped: number
}

/** Which part of a list; 50 from the beginning by default. */
export interface PageQuery {
  limit?: number
  cursor?: string
}

/** Which part of a list of codes: of all campaigns, or of one. */
export interface CodesQuery extends PageQuery {
  campaignId?: number
}

export interface WaitOptions {
  /** 5000 by default. Beyond five minutes Node's fetch gives up by itself. */
  timeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

/** What `waitForCallback` takes: filters of the ledger, and how long to wait. */
export type WaitForCallback = ExchangeFilter & WaitOptions

export type ControlMethods = ReturnType<typeof createControlMethods>

/**
 * One method for each endpoint of the control API, about the world that the caller is bound to.
 * Those that answer for the whole emulator name no world, which would bring it into being.
 */
export const createControlMethods = (own: Caller, whole: Caller) => {
  const wait = (
    filter: ExchangeFilter = {},
    { timeoutMs, signal }: WaitOptions = {},
  ): Promise<Exchange> =>
    own.ask('GET', '/exchanges/wait', { query: { ...filter, timeoutMs }, signal })

  const setClock = (frozenAt: string | null): Promise<ClockMoved> =>
    own.ask('PUT', '/clock', { body: { frozenAt } })

  return {
    health: (): Promise<Status> => whole.ask('GET', '/health'),
    /** @throws MockError 503 while the emulator is stopping */
    ready: (): Promise<Status> => whole.ask('GET', '/ready'),
    fidelity: (): Promise<Page<FidelityRow>> => whole.ask('GET', '/fidelity'),
    /** The metrics as text, as Prometheus reads them. */
    metrics: async (): Promise<string> => (await whole.send('GET', '/metrics')).text(),
    /** The description of the API, OpenAPI 3.1. */
    openapi: (): Promise<Record<string, unknown>> => whole.ask('GET', '/openapi.json'),
    /** Where the page over that description is. */
    docsUrl: (): string => `${whole.url}/_mock/docs`,

    /** Back to the scenario as it was loaded; callbacks on their way are cancelled. */
    reset: (options: { keep?: 'exchanges'[] } = {}): Promise<void> =>
      own.ask('POST', '/reset', { body: options }),

    /**
     * Waits until a callback is settled, or as `callback` wants it. Looks at the ledger first.
     * @throws MockError 404 when nothing came in time, 422 when it has ended in another way, with what came nearest
     */
    waitForCallback: ({ timeoutMs, signal, ...filter }: WaitForCallback = {}): Promise<Exchange> =>
      wait(filter, { timeoutMs, signal }),

    /** Exchanges and their callbacks as they change. Connects when the loop over it begins. */
    live: (options: LiveOptions = {}): AsyncGenerator<LiveEvent, void, undefined> =>
      readLive(own, options),

    exchanges: {
      /** Newest first. */
      list: (query: ExchangeFilter & PageQuery = {}): Promise<BoundedPage<Exchange>> =>
        own.ask('GET', '/exchanges', { query }),
      get: (id: string): Promise<Exchange> => own.ask('GET', `/exchanges/${segment(id)}`),
      /** As `waitForCallback`, with the filters apart. */
      wait,
      /**
       * How many match; at least one by default.
       * @throws MockError 422 when it is another number, with what came nearest
       */
      verify: (match: VerifyRequest['match'], count?: VerifyRequest['count']): Promise<Verified> =>
        own.ask('POST', '/exchanges/verify', { body: { match, count } }),
      /** Forgets the ledger alone. */
      clear: (): Promise<void> => own.ask('DELETE', '/exchanges'),
    },

    callbacks: {
      /** Sends a callback again now: same delivery ID, a new attempt. */
      redeliver: (id: string): Promise<Callback> =>
        own.ask('POST', `/callbacks/${segment(id)}/redeliver`),
    },

    sessions: {
      /** In the order they were created. */
      list: (query: PageQuery = {}): Promise<Page<CustomerSession>> =>
        own.ask('GET', '/sessions', { query }),
      get: (id: string): Promise<CustomerSession> => own.ask('GET', `/sessions/${segment(id)}`),
      /** Stores one as it is given; no rule is asked. */
      put: (session: CustomerSession): Promise<void> =>
        own.ask('PUT', `/sessions/${segment(session.integrationId)}`, { body: session }),
      drop: (id: string): Promise<void> => own.ask('DELETE', `/sessions/${segment(id)}`),
      /** Why each rule fires for it, or does not. */
      explain: (id: string): Promise<Explanation> =>
        own.ask('GET', `/sessions/${segment(id)}/explanation`),
    },

    profiles: {
      /** In the order they were created. */
      list: (query: PageQuery = {}): Promise<Page<CustomerProfile>> =>
        own.ask('GET', '/profiles', { query }),
      get: (id: string): Promise<CustomerProfile> => own.ask('GET', `/profiles/${segment(id)}`),
      /** Stores one as it is given. */
      put: (profile: CustomerProfile): Promise<void> =>
        own.ask('PUT', `/profiles/${segment(profile.integrationId)}`, { body: profile }),
      drop: (id: string): Promise<void> => own.ask('DELETE', `/profiles/${segment(id)}`),
      /** Its points by program and subledger, and those of the cards that it is linked to. */
      loyalty: (id: string): Promise<Loyalty> => own.ask('GET', `/profiles/${segment(id)}/loyalty`),
    },

    coupons: {
      /** With their counters, in the order they were created. */
      list: (query: CodesQuery = {}): Promise<Page<CampaignCoupon>> =>
        own.ask('GET', '/coupons', { query }),
    },

    referrals: {
      /** With their counters, in the order they were created. */
      list: (query: CodesQuery = {}): Promise<Page<CampaignReferral>> =>
        own.ask('GET', '/referrals', { query }),
    },

    clock: {
      get: (): Promise<ClockState> => own.ask('GET', '/clock'),
      /** Stops it at a time, a date or RFC 3339; where it is by default. */
      freeze: async (at?: Date | string): Promise<ClockMoved> => {
        const time = at ?? (await own.ask<ClockState>('GET', '/clock')).now
        return setClock(typeof time === 'string' ? time : time.toISOString())
      },
      /** Lets it go by itself again. */
      free: (): Promise<ClockMoved> => setClock(null),
      /** Moves a stopped one; answers when what became due is done, retries sent and answered. */
      advance: (ms: number): Promise<ClockMoved> =>
        own.ask('POST', '/clock/advance', { body: { ms } }),
    },

    faults: {
      add: (fault: FaultInput): Promise<Fault> => own.ask('POST', '/faults', { body: fault }),
      list: (): Promise<Page<Fault>> => own.ask('GET', '/faults'),
      remove: (id: string): Promise<void> => own.ask('DELETE', `/faults/${segment(id)}`),
      clear: (): Promise<void> => own.ask('DELETE', '/faults'),
    },

    sinks: {
      /** Where callbacks are sent that this sink is to receive. */
      url: (name: string): string => own.urlOf(`/sink/${segment(name)}`),
      /** By name. */
      list: (query: PageQuery = {}): Promise<BoundedPage<SinkSummary>> =>
        own.ask('GET', '/sinks', { query }),
      /** What came into it, oldest first. */
      received: (name: string, query: PageQuery = {}): Promise<SinkReceiptPage> =>
        own.ask('GET', `/sinks/${segment(name)}`, { query }),
      /** What it answers: each once, in order, then 200 again. */
      script: (name: string, script: readonly SinkAnswer[]): Promise<SinkSummary> =>
        own.ask('PUT', `/sinks/${segment(name)}`, { body: { script } }),
      empty: (name: string): Promise<void> => own.ask('DELETE', `/sinks/${segment(name)}`),
    },

    snapshot: {
      /** The state of the world as one document. */
      get: (): Promise<Snapshot> => own.ask('GET', '/snapshot'),
      restore: (snapshot: Snapshot): Promise<void> =>
        own.ask('PUT', '/snapshot', { body: snapshot }),
    },

    scenario: {
      get: (): Promise<LoadedScenario> => own.ask('GET', '/scenario'),
      /**
       * Begins the world anew with what a scenario file holds: a document, or JSON as text, so that faults
       * are told with its lines.
       * @throws MockError 422 with the faults, when it is faulty; 400 when the text is no JSON
       */
      load: (scenario: object | string): Promise<LoadedScenario> =>
        own.ask(
          'PUT',
          '/scenario',
          typeof scenario === 'string' ? { text: scenario } : { body: scenario },
        ),
      /**
       * Reads its files again, and begins the worlds that have it anew.
       * @throws MockError 422 with the faults, when it is faulty; 409 when it was loaded over HTTP
       */
      reload: (): Promise<LoadedScenario> => own.ask('POST', '/scenario/reload'),
    },

    worlds: {
      list: (): Promise<WorldPage> => whole.ask('GET', '/worlds'),
      /** Forgets one; the shared one is reset instead. */
      drop: (name: string): Promise<void> => whole.ask('DELETE', `/worlds/${segment(name)}`),
    },
  }
}
