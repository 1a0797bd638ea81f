import { lookup as resolveName } from 'node:dns'
import { type LookupFunction, Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector, type Dispatcher, Pool } from 'undici'
import type { AttemptOutcome } from '../contract/control/exchange.ts'
import type { CallbackMessage } from '../world/ports.ts'
import { SHARED } from '../world/worlds.ts'
import { parseRetryAfter } from './retry-policy.ts'
import type { TargetPolicy } from './target-policy.ts'

/** Destinations remembered at the same time; connections to the least recently used one are closed. */
const MAX_DESTINATIONS = 200
/** A receiver's answer is read to its end so that the connection can be used again, up to here. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** One attempt under way. `result` never rejects. */
export interface SentAttempt {
  readonly result: Promise<{ outcome: AttemptOutcome; durationMs: number }>
  /** Breaks it off; the result is then of no interest. */
  abort(): void
}

export interface Sender {
  /** Sends attempt `number` (1 = first). Redirects are not followed; no proxy settings are read. */
  send(message: CallbackMessage, number: number): SentAttempt
  /** Closes all connections. */
  close(): Promise<void>
}

export interface SenderOptions {
  targets: TargetPolicy
  timeoutMs: number
  /** Most connections to one destination. */
  connectionsPerDestination: number
  /**
   * Whom receivers may be signed by; undefined: Node's own authorities. One for all connections: a list
   * of authorities would be parsed anew for each, which blocks the process for 20 ms.
   */
  secureContext: SecureContext | undefined
  /** Accept any certificate. */
  insecure: boolean
  /** Tell the receiver the delivery's ID and the attempt's number. */
  deliveryHeaders: boolean
  now: () => number
  /** How names are resolved; the system's way unless a test says otherwise. */
  lookup?: LookupFunction
}

/**
 * What a destination, known by its origin, comes to: connections, or the rule that forbids it. An
 * address in the URL is judged once, since the answer stays the same; a name with each connection.
 */
type Destination = { pool: Pool; rule?: never } | { pool?: never; rule: string }

/** Thrown out of a name look-up, so that a forbidden address is never connected to. */
class TargetBlocked extends Error {}

/**
 * Asks once for all who want the same name at the same time. A look-up by the system holds one of the
 * process's few threads: a name server that hangs must not hold up other names with all of them.
 */
const sharedLookup = (lookup: LookupFunction): LookupFunction => {
  const underWay = new Map<string, Parameters<LookupFunction>[2][]>()
  return (hostname, options, done) => {
    const question = JSON.stringify([hostname, options])
    const waiting = underWay.get(question)
    if (waiting) return void waiting.push(done)
    const all = [done]
    underWay.set(question, all)
    lookup(hostname, options, (...answer) => {
      underWay.delete(question)
      for (const tell of all) tell(...answer)
    })
  }
}

/** Resolves the name of a destination, and fails when any of its addresses is forbidden. */
const guardedLookup =
  (targets: TargetPolicy, destination: URL, lookup: LookupFunction): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, options, (error, addresses, family) => {
      if (error) return done(error, addresses, family)
      const found = typeof addresses === 'string' ? [addresses] : addresses.map((a) => a.address)
      for (const address of found) {
        const rule = targets.refusesAddress(address, destination)
        if (rule)
          return done(new TargetBlocked(`${hostname} resolves to ${address}: ${rule}`), '', 0)
      }
      done(null, addresses, family)
    })

/**
 * Keeps the connections that are still being made, handshake included: a pool that is destroyed leaves
 * those open until they time out, and they would keep the process.
 */
const trackConnecting =
  (connecting: Set<Socket>, connect: buildConnector.connector): buildConnector.connector =>
  (options, done) => {
    // Its type keeps quiet about it, but undici's connector gives back the socket.
    const socket: unknown = connect(options, (...result) => {
      if (socket instanceof Socket) connecting.delete(socket)
      done(...result)
    })
    if (socket instanceof Socket) connecting.add(socket)
  }

/** Sends callbacks over HTTP, with one pool of keep-alive connections for each destination. */
export const createSender = (options: SenderOptions): Sender => {
  const { targets, timeoutMs } = options
  const destinations = new Map<string, Destination>()
  const connecting = new Set<Socket>()
  // The same function; its type has one overload for each form of the options.
  const lookup = sharedLookup(options.lookup ?? (resolveName as LookupFunction))

  const destinationOf = (origin: string): Destination => {
    const known = destinations.get(origin)
    const destination = known ?? open(new URL(origin))
    if (known) destinations.delete(origin)
    destinations.set(origin, destination)
    if (destinations.size > MAX_DESTINATIONS) {
      for (const [oldest, { pool }] of destinations) {
        destinations.delete(oldest)
        void pool?.close()
        break
      }
    }
    return destination
  }

  const open = (url: URL): Destination => {
    const rule = targets.refusesUrl(url)
    if (rule) return { rule }
    const connect = buildConnector({
      timeout: timeoutMs,
      lookup: guardedLookup(targets, url, lookup),
      rejectUnauthorized: !options.insecure,
      ...(options.secureContext && { secureContext: options.secureContext }),
    })
    const pool = new Pool(url, {
      connections: options.connectionsPerDestination,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: trackConnecting(connecting, connect),
    })
    return { pool }
  }

  const headersOf = ({ id, world, key, correlationId }: CallbackMessage, number: number) => ({
    'Content-Type': 'application/json',
    // The one header of these that a key may name: it replaces ours.
    ...(key?.name.toLowerCase() !== 'user-agent' && { 'User-Agent': 'talon-mock' }),
    ...(correlationId !== undefined && { 'X-Correlation-ID': correlationId }),
    ...(options.deliveryHeaders && {
      'X-Talon-Mock-Delivery': id,
      'X-Talon-Mock-Attempt': String(number),
      // So that a sink of the emulator knows whose it is.
      ...(world !== SHARED && { 'X-Talon-Mock-World': world }),
    }),
    ...(key && { [key.name]: key.value }),
  })

  return {
    send(message, number) {
      const { rule, pool } = destinationOf(message.origin)
      if (!pool) {
        const outcome = { kind: 'blocked', reason: rule } as const
        return { result: Promise.resolve({ outcome, durationMs: 0 }), abort: () => {} }
      }
      const request = {
        path: message.uri.slice(message.origin.length),
        method: 'POST',
        headers: headersOf(message, number),
        body: message.body,
      } as const
      return dispatch(pool, request, timeoutMs, options.now)
    },

    async close() {
      const destroyed = [...destinations.values()].flatMap(({ pool }) =>
        pool ? [pool.destroy()] : [],
      )
      destinations.clear()
      for (const socket of connecting) socket.destroy()
      await Promise.all(destroyed)
    },
  }
}

/** Sends one request and waits for its answer to end, or for the time to run out. */
const dispatch = (
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
  now: () => number,
): SentAttempt => {
  const startedAt = performance.now()
  let resolve: (result: { outcome: AttemptOutcome; durationMs: number }) => void = () => {}
  const result = new Promise<{ outcome: AttemptOutcome; durationMs: number }>((settle) => {
    resolve = settle
  })
  let controller: Dispatcher.DispatchController | undefined
  let answer: AttemptOutcome | undefined
  let answerBytes = 0
  let ended = false

  const end = (outcome: AttemptOutcome, breakOff: boolean) => {
    if (ended) return
    ended = true
    clearTimeout(deadline)
    resolve({ outcome, durationMs: performance.now() - startedAt })
    if (breakOff) controller?.abort(new Error('the attempt is over'))
  }
  const deadline = setTimeout(
    () => end(answer ?? { kind: 'timeout', afterMs: timeoutMs }, true),
    timeoutMs,
  )

  pool.dispatch(request, {
    onRequestStart(started) {
      controller = started
      if (ended) started.abort(new Error('the attempt is over'))
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return
      const retryAfter = headers['retry-after']
      const retryAfterMs = parseRetryAfter(
        Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
        now(),
      )
      answer =
        status < 300
          ? { kind: 'delivered', status }
          : { kind: 'refused', status, ...(retryAfterMs !== undefined && { retryAfterMs }) }
    },
    onResponseData(_controller, chunk) {
      answerBytes += chunk.length
      if (answer && answerBytes > MAX_ANSWER_BYTES) end(answer, true)
    },
    onResponseEnd() {
      end(answer ?? { kind: 'unreachable', reason: 'the answer had no status' }, false)
    },
    onResponseError(_controller, error) {
      end(answer ?? failure(error, timeoutMs), false)
    },
  })
  return {
    result,
    abort: () => end({ kind: 'unreachable', reason: 'broken off' }, true),
  }
}

const failure = (error: Error & { code?: string }, timeoutMs: number): AttemptOutcome => {
  if (error instanceof TargetBlocked) return { kind: 'blocked', reason: error.message }
  if (error.code === 'UND_ERR_CONNECT_TIMEOUT') return { kind: 'timeout', afterMs: timeoutMs }
  return { kind: 'unreachable', reason: error.message || error.code || error.name }
}
