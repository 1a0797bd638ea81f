import { randomUUID } from 'node:crypto'
import { URL_VARIABLE } from '../config.ts'
import type { Exchange } from '../contract/control/exchange.ts'
import type { IntegrationState } from '../contract/service/integration-state.ts'
import { SAMPLE_REQUEST } from '../contract/service/sample-request.ts'
import { variableOf } from '../settings.ts'
import { effectText } from './request-report.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Trigger {
  readonly does: string
  readonly body: object
  /** Whether a callback to a sink of the emulator is asked for. */
  readonly callback?: true
}

const CART = { profileId: 'anna', cartItems: [{ sku: 'mug', quantity: 2, price: 12.5 }] }

/** Ready-made requests, v1. */
const TRIGGERS: Readonly<Record<string, Trigger>> = {
  sample: {
    does: 'the documented sample, with a callback to a sink',
    body: SAMPLE_REQUEST,
    callback: true,
  },
  open: { does: 'a small cart', body: { customerSession: { ...CART, state: 'open' } } },
  close: { does: 'closes the session', body: { customerSession: { state: 'closed' } } },
  cancel: { does: 'cancels the session', body: { customerSession: { state: 'cancelled' } } },
  reject: {
    does: 'a cart with a coupon that does not exist',
    body: { customerSession: { ...CART, couponCodes: ['NO-SUCH-COUPON'] } },
  },
  bad: {
    does: 'a cart that is refused',
    body: { customerSession: { cartItems: [{ sku: 'mug', quantity: 0 }] } },
  },
}

/** What to print. `wrong`: it was asked in a way that can't be; `failed`: nobody answered. */
export interface TriggerResult {
  readonly outcome: 'sent' | 'wrong' | 'failed'
  readonly lines: readonly string[]
}

const wrong = (line: string): TriggerResult => ({ outcome: 'wrong', lines: [line] })

const FLAGS = ['--url', '--api-key', '--session'] as const
type Flag = (typeof FLAGS)[number]

const names = () => Object.entries(TRIGGERS).map(([name, { does }]) => `${name.padEnd(8)} ${does}`)

/**
 * Sends a ready-made request to a running emulator, and tells what became of it: the status, the effects, and
 * the callback once it is settled. Without a name: the names that there are.
 */
export const trigger = async (
  argv: readonly string[],
  env: Environment,
): Promise<TriggerResult> => {
  const read = readArguments(argv)
  if (typeof read === 'string') return wrong(read)
  const { name, flags, json } = read
  if (name === undefined) return { outcome: 'sent', lines: names() }
  const chosen = Object.hasOwn(TRIGGERS, name) ? TRIGGERS[name] : undefined
  if (!chosen) {
    const known = Object.keys(TRIGGERS).join(', ')
    return wrong(`there is no trigger ${name}; there are ${known}`)
  }
  const url = flags['--url'] ?? (env[URL_VARIABLE] || 'http://localhost:8080')
  if (!/^https?:/.test(URL.canParse(url) ? url : '')) {
    return wrong(`--url (${URL_VARIABLE}): must be an http URL, got "${url}"`)
  }
  const token = env[variableOf('controlToken')]
  try {
    const sent = await send(chosen, {
      base: url.replace(/\/+$/, ''),
      key: flags['--api-key'] ?? 'anything',
      session: flags['--session'] ?? 'session1',
      control: token ? { authorization: `Bearer ${token}` } : {},
    })
    return { outcome: 'sent', lines: json ? [JSON.stringify(sent)] : report(sent) }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    return { outcome: 'failed', lines: [`${url} did not answer: ${reason}`] }
  }
}

const readArguments = (argv: readonly string[]) => {
  const flags: Partial<Record<Flag, string>> = {}
  let name: string | undefined
  let json = false
  const words = argv.values()
  for (const word of words) {
    const [flag = '', ...inline] = word.split('=')
    const known = FLAGS.find((one) => one === flag)
    if (known) {
      const value = inline.length > 0 ? inline.join('=') : words.next().value
      if (!value) return `${known} wants a value`
      flags[known] = value
    } else if (word === '--json') json = true
    else if (word.startsWith('-')) return `${word}: trigger takes ${FLAGS.join(', ')} and --json`
    else if (name === undefined) name = word
    else return `${word}: name one trigger`
  }
  return { name, flags, json }
}

interface Sent {
  readonly asked: string
  readonly status: number
  /** The state, or the error. */
  readonly reply: Partial<IntegrationState> & { Error?: string }
  /** The exchange with its callback; undefined when none was asked for, or it can't be looked at. */
  readonly exchange: Exchange | undefined
}

const SINK = 'trigger'
/** How long a callback may take to be settled. */
const MAX_WAIT_MS = 10_000
const CALLBACK_KEY = 'Authorization ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3'

const send = async (
  { body, callback }: Trigger,
  to: { base: string; key: string; session: string; control: Record<string, string> },
): Promise<Sent> => {
  const correlationId = `trigger-${randomUUID()}`
  const path = `/segment/customer_sessions/${encodeURIComponent(to.session)}`
  const reply = await fetch(to.base + path, {
    method: 'PUT',
    headers: {
      authorization: `ApiKey-v1 ${to.key}`,
      'destination-hostname': 'acme.talon.one',
      'content-type': 'application/json',
      ...(callback && {
        'x-callback-destination-uri': `${to.base}/_mock/sink/${SINK}`,
        'x-callback-api-key': CALLBACK_KEY,
        'x-correlation-id': correlationId,
      }),
    },
    body: JSON.stringify(body),
  })
  return {
    asked: `PUT ${path}`,
    status: reply.status,
    // The emulated service's reply, or its error.
    reply: (await reply.json()) as Sent['reply'],
    exchange: callback ? await settled(to.base, correlationId, to.control) : undefined,
  }
}

/** The exchange once its callback is settled; undefined when it can't be looked at, or takes too long. */
const settled = async (
  base: string,
  correlationId: string,
  headers: Record<string, string>,
): Promise<Exchange | undefined> => {
  const query = `correlationId=${correlationId}&timeoutMs=${MAX_WAIT_MS}`
  const waited = await fetch(`${base}/_mock/exchanges/wait?${query}`, { headers })
  // An exchange, as the control API describes it.
  return waited.ok ? ((await waited.json()) as Exchange) : undefined
}

const report = ({ asked, status, reply, exchange }: Sent): string[] => [
  `${asked}: ${status}${reply.Error === undefined ? '' : ` ${reply.Error}`}`,
  ...(reply.effects ?? []).map((effect) => `  ${effectText(effect)}`),
  ...(exchange?.callback ? [callbackText(exchange.callback)] : []),
]

const callbackText = ({ state, uri, attempts, reason }: NonNullable<Exchange['callback']>) =>
  `callback to ${uri}: ${state}, ${attempts.length} attempt${attempts.length === 1 ? '' : 's'}${reason ? `, ${reason}` : ''}`
