/// <reference lib="esnext.disposable" preserve="true" />
import { createCaller } from './caller.ts'
import { type ControlMethods, createControlMethods } from './control-methods.ts'
import { MockError } from './mock-error.ts'
import { freshName, worldNameOf } from './world-name.ts'

export type { ClockMoved, ClockState } from '../contract/control/clock.ts'
export type { Attempt, Callback, Exchange, ExchangeFilter } from '../contract/control/exchange.ts'
export type { Explanation } from '../contract/control/explanation.ts'
export type { Fault, FaultInput } from '../contract/control/faults.ts'
export type { NearMiss } from '../contract/control/misses.ts'
export type { Status, Verified } from '../contract/control/replies.ts'
export type { LoadedScenario } from '../contract/control/scenario.ts'
export type {
  SinkAnswer,
  SinkReceipt,
  SinkReceiptPage,
  SinkSummary,
} from '../contract/control/sinks.ts'
export type { Snapshot } from '../contract/control/snapshot.ts'
export type { WorldPage } from '../contract/control/worlds.ts'
export type { FidelityRow } from '../contract/fidelity/area.ts'
export type {
  CustomerProfile,
  CustomerSession,
  IntegrationState,
} from '../contract/service/integration-state.ts'
export type {
  BoundedPage,
  ControlMethods,
  Page,
  PageQuery,
  WaitForCallback,
  WaitOptions,
} from './control-methods.ts'
export type { LiveEvent, LiveOptions } from './live.ts'
export { MockError } from './mock-error.ts'

// The part of the package that needs no server: it runs in Node and in browsers, on what both have.

export interface MockClientOptions {
  /** Token of the control API, when it wants one. */
  token?: string | undefined
  /** The world to look at; the shared one by default. */
  world?: string | undefined
}

/**
 * What a test does with an emulator. Every method throws a `MockError` when it is refused, and an Error
 * when nobody answers.
 */
export interface MockClient extends ControlMethods {
  /** Where the emulator listens, without a slash at the end. */
  readonly url: string
  /**
   * A world of one's own, for a test that runs beside others. The emulator must have been started with
   * `--isolation api-key` or `--isolation deployment`.
   */
  world(options?: WorldOptions): Promise<TestWorld>
}

export interface WorldOptions {
  /** A made one by default, which an emulator with `--api-key` does not accept. */
  apiKey?: string | undefined
}

/** A world of one test: whoever sends its headers is in it, and all methods are about it alone. */
export interface TestWorld extends MockClient, AsyncDisposable {
  /** As `?world=` takes it. */
  readonly name: string
  readonly apiKey: string
  /** Host name of the deployment. */
  readonly deployment: string
  /** What a request must send to belong to it. */
  readonly headers: { authorization: string; 'destination-hostname': string }
  /** Forgets the world, and cancels its callbacks that are on their way. `await using` does it, too. */
  drop(): Promise<void>
}

/** A client of the emulator that listens at `url`, such as `http://localhost:8080`. */
export const createMockClient = (url: string, options: MockClientOptions = {}): MockClient => {
  const { token, world } = options
  const whole = createCaller({ url, token, world: undefined })
  const methods = createControlMethods(createCaller({ url, token, world }), whole)
  return {
    ...methods,
    url: whole.url,
    async world({ apiKey = `test-${freshName()}` } = {}) {
      const { isolation } = await methods.worlds.list()
      const deployment = `test-${freshName()}.localhost`
      const name = await worldNameOf(isolation, { apiKey, deployment })
      if (name === undefined) {
        throw new Error(
          `the emulator at ${whole.url} has one world for all requests; start it with --isolation api-key (or deployment)`,
        )
      }
      const drop = () => methods.worlds.drop(name).catch(passOverMissing)
      return {
        ...createMockClient(url, { ...options, world: name }),
        name,
        apiKey,
        deployment,
        headers: { authorization: `ApiKey-v1 ${apiKey}`, 'destination-hostname': deployment },
        drop,
        [Symbol.asyncDispose]: drop,
      }
    },
  }
}

/** A world that nothing came into, or that was dropped already, is gone as it should be. */
const passOverMissing = (error: unknown): void => {
  if (!(error instanceof MockError && error.status === 404)) throw error
}
