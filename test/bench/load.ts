import { readFileSync } from 'node:fs'
import autocannon, { type Options } from 'autocannon'
import { Pool } from 'undici'
import { now } from './monotonic.ts'

export const CONNECTIONS = 50

/** The documented sample. */
export const SAMPLE: { customerSession: object } = JSON.parse(
  readFileSync('test/fixtures/sample-request.json', 'utf8'),
)
const BODY = JSON.stringify(SAMPLE)
const HEADERS = {
  authorization: 'ApiKey-v1 0123456789abcdef',
  'destination-hostname': 'https://acme.europe-west1.talon.one',
  'content-type': 'application/json',
}

/** Sessions that take turns, so that the callbacks of one don't wait for each other. */
const SESSIONS = 5000

const pathOf = (session: string | number) => `/segment/customer_sessions/session-${session}`

/** How a load went. */
export interface LoadResult {
  /** Answers a second. */
  rate: number
  answers: number
  /** Answers other than 2xx, and requests without one. */
  failures: number
  /** From sending a request to its answer, in milliseconds. */
  meanMs: number
}

const cannonade = async (options: Options): Promise<LoadResult> => {
  // Looks often whether all is answered, so as not to end a second late.
  const result = await autocannon({ ...options, sampleInt: 100 })
  const answers = result['2xx']
  return {
    rate: answers / result.duration,
    answers,
    failures: result.non2xx + result.errors,
    meanMs: result.latency.mean,
  }
}

/** One body over and over, as fast as it is answered. */
export const putFor = (url: string, seconds: number, body = BODY): Promise<LoadResult> =>
  cannonade({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: Array.from({ length: 100 }, (_, i) => ({
      method: 'PUT',
      path: pathOf(i),
      headers: HEADERS,
      body,
    })),
  })

/** The sample body once; resolves to the reply. */
export const putOnce = async (url: string): Promise<string> => {
  const reply = await fetch(url + pathOf(0), { method: 'PUT', headers: HEADERS, body: BODY })
  return reply.text()
}

/** The sample body for `amount` sessions numbered on from `from`, each of a profile of its own. */
export const putNewSessions = (url: string, amount: number, from = 0): Promise<LoadResult> => {
  let made = from
  const nextBody = () => {
    const number = String(++made).padStart(7, '0')
    return {
      path: pathOf(number),
      body: BODY.replace('URN-GV8294NV', `URN-${number}`),
    }
  }
  return cannonade({
    url,
    connections: CONNECTIONS,
    amount,
    requests: [
      {
        method: 'PUT',
        headers: HEADERS,
        body: BODY,
        setupRequest: (request) => ({ ...request, ...nextBody() }),
      },
    ],
  })
}

const callbackHeaders = (receiver: string, correlationId: string) => ({
  ...HEADERS,
  'x-callback-destination-uri': `${receiver}/callbacks`,
  'x-callback-api-key': 'Authorization ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3',
  'x-correlation-id': correlationId,
})

/** `amount` requests that each ask for a callback, numbered on from `from`, as fast as they are answered. */
export const putWithCallbacks = (
  url: string,
  receiver: string,
  amount: number,
  from = 0,
): Promise<LoadResult> => {
  let made = from
  return cannonade({
    url,
    connections: CONNECTIONS,
    amount,
    requests: [
      {
        method: 'PUT',
        headers: HEADERS,
        body: BODY,
        setupRequest: (request) => ({
          ...request,
          path: pathOf(++made % SESSIONS),
          headers: callbackHeaders(receiver, `c-${made}`),
        }),
      },
    ],
  })
}

/**
 * The same at an even rate. autocannon's own rate limit sends each second's requests in one burst at
 * its beginning, which is full load for a part of it; here they are spread, millisecond by millisecond.
 * @returns for each correlation ID, when its answer came
 */
export const putEvenly = async (
  url: string,
  receiver: string,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<{ answeredAt: Map<string, number>; failures: number }> => {
  const pool = new Pool(url, { connections: CONNECTIONS })
  const answeredAt = new Map<string, number>()
  let failures = 0
  const send = async (number: number) => {
    const correlationId = `c-${number}`
    const path = pathOf(number % SESSIONS)
    const headers = callbackHeaders(receiver, correlationId)
    const { statusCode, body } = await pool.request({ method: 'PUT', path, headers, body: BODY })
    answeredAt.set(correlationId, now())
    if (statusCode !== 200) failures++
    await body.dump()
  }
  const startedAt = now()
  const sent: Promise<void>[] = []
  await new Promise<void>((finished) => {
    const timer = setInterval(() => {
      const elapsedMs = Math.min(now() - startedAt, seconds * 1000)
      const due = Math.floor((elapsedMs / 1000) * rate)
      while (sent.length < due) sent.push(send(sent.length).catch(() => void failures++))
      if (elapsedMs < seconds * 1000) return
      clearInterval(timer)
      finished()
    }, 1)
  })
  await Promise.all(sent)
  await pool.close()
  return { answeredAt, failures }
}
