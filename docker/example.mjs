// Sends the documented sample request with all four callback headers, lets the callback go to a sink
// inside the emulator, and shows what came. Exit code 0: everything came as it was asked; 1: it didn't.
// Needs nothing but Node: to be read, and to be copied from.
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const {
  TALON_MOCK_URL = 'http://localhost:8080',
  TALON_MOCK_CONTROL_TOKEN = '',
  // How long to ask for an emulator that is still starting, and then for the callback.
  EXAMPLE_WAIT_SECONDS = '30',
} = process.env

const SAMPLE = new URL('../test/fixtures/sample-request.json', import.meta.url)
const SINK = 'example'
const KEY = { header: 'X-Example-Key', value: 'an-example-key-of-32-characters-or-more' }
const FIELDS = ['customerSession', 'effects']

const emulator = (path, init = {}) =>
  fetch(new URL(path, TALON_MOCK_URL), { ...init, signal: AbortSignal.timeout(5000) })

/** GET of the control API, which wants the control token. */
const control = async (path) => {
  const headers = TALON_MOCK_CONTROL_TOKEN
    ? { Authorization: `Bearer ${TALON_MOCK_CONTROL_TOKEN}` }
    : {}
  const reply = await emulator(`/_mock${path}`, { headers })
  if (!reply.ok)
    throw new Error(`GET /_mock${path} answered ${reply.status}: ${await reply.text()}`)
  return reply.json()
}

/** Asks until there is an answer, or says after the time set why there was none. */
const retry = async (what, ask) => {
  const end = Date.now() + Number(EXAMPLE_WAIT_SECONDS) * 1000
  for (;;) {
    const { answer, problem } = await ask().catch((error) => ({
      problem: error.cause?.code ?? error.cause?.message ?? error.message,
    }))
    if (answer) return answer
    if (Date.now() >= end) throw new Error(`${what} within ${EXAMPLE_WAIT_SECONDS} s: ${problem}`)
    await sleep(250)
  }
}

const say = (label, text) => process.stdout.write(`${label.padEnd(10)}${text}\n`)

const example = async () => {
  await retry(`${TALON_MOCK_URL} did not answer`, async () => {
    const reply = await emulator('/_mock/ready')
    return { answer: reply.ok, problem: `status ${reply.status}` }
  })

  // New in each run, so that the callback of an earlier one can't be taken for this one's.
  const correlationId = `example-${crypto.randomUUID()}`
  const path = '/segment/customer_sessions/example-session'
  const destination = new URL(`/_mock/sink/${SINK}`, TALON_MOCK_URL).href
  const reply = await emulator(path, {
    method: 'PUT',
    headers: {
      Authorization: 'ApiKey-v1 any-key-will-do',
      'destination-hostname': 'acme.europe-west1.talon.one',
      'Content-Type': 'application/json',
      'X-Callback-Destination-URI': destination,
      'X-Callback-API-Key': `${KEY.header} ${KEY.value}`,
      'X-Content-Fields': FIELDS.join(','),
      'X-Correlation-ID': correlationId,
    },
    body: await readFile(SAMPLE),
  })
  say('sent', `PUT ${path} with the sample body, callback with ${FIELDS} to ${destination}`)

  const body = await reply.text()
  if (reply.status !== 200) throw new Error(`PUT ${path} answered ${reply.status}: ${body}`)
  const { customerSession, effects } = JSON.parse(body)
  const { profileId, state, total } = customerSession
  say('answer', `200: session of ${profileId}, ${state}, total ${total}`)
  for (const { effectType, props } of effects) say('', `${effectType} ${props.name ?? props.value}`)

  // The reply names its exchange: the ledger's record of the request and of its callback.
  const exchange = reply.headers.get('x-talon-mock-exchange')
  const callback = await retry('the callback was not delivered', async () => {
    const { callback } = await control(`/exchanges/${exchange}`)
    return {
      answer: callback?.state === 'delivered' && callback,
      problem: JSON.stringify(callback),
    }
  })
  say('ledger', `callback ${callback.id}: ${callback.state}, attempts: ${callback.attempts.length}`)

  const { items } = await control(`/sinks/${SINK}`)
  const received = items.filter(({ headers }) => headers['x-correlation-id'] === correlationId)
  if (received.length === 0) throw new Error(`nothing with ${correlationId} is in the sink`)
  const [{ method, headers, json }] = received
  say('sink', `${method} with ${Object.keys(json)}`)
  say('', `X-Correlation-ID: ${headers['x-correlation-id']}`)
  say('', `${KEY.header}: ${headers[KEY.header.toLowerCase()]}`)

  const asAsked =
    received.length === 1 &&
    headers[KEY.header.toLowerCase()] === KEY.value &&
    Object.keys(json).sort().join() === FIELDS.join() &&
    json.customerSession.total === total &&
    json.effects.length === effects.length
  if (!asAsked) throw new Error('the callback is not what was asked for')
  say('', 'as asked: once, these fields, this correlation ID and this key')
}

try {
  await example()
} catch (error) {
  process.stderr.write(`example: ${error.cause?.message ?? error.message}\n`)
  process.exitCode = 1
}
