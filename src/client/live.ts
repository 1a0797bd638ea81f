import type { LiveExchange } from '../contract/control/live.ts'
import type { Caller } from './caller.ts'

/** What the live feed tells. `id` is where a reader goes on that comes back. */
export type LiveEvent =
  /** How an exchange stands now. */
  | { kind: 'exchange'; id: string; exchange: LiveExchange }
  /** The ledger was forgotten. */
  | { kind: 'cleared'; id: string }
  /** So many exchanges changed faster than they are told. */
  | { kind: 'skipped'; id: string; count: number }
  /** Something was missed, and why. */
  | { kind: 'dropped'; id: string; reason: string }

export interface LiveOptions {
  /** Exchanges to begin with, the newest ones; 50 by default. */
  backlog?: number
  /** Goes on behind this event, instead of with a backlog. */
  lastEventId?: string
  signal?: AbortSignal
}

/** Reads the live feed until it ends or the loop over it does. Connects when the loop begins. */
export async function* readLive(
  caller: Caller,
  { backlog, lastEventId, signal }: LiveOptions,
): AsyncGenerator<LiveEvent, void, undefined> {
  const { body } = await caller.send('GET', '/live', {
    query: { backlog },
    signal,
    ...(lastEventId === undefined ? {} : { headers: { 'last-event-id': lastEventId } }),
  })
  if (!body) return
  // Not `for await`, which browsers can't do with a stream.
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parser = createEventParser()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const message of parser(decoder.decode(value, { stream: true }))) {
        const event = toLiveEvent(message)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** One server-sent event. */
export interface ServerSentEvent {
  id: string
  event: string
  data: string
}

/** Takes a stream of server-sent events in pieces, cut anywhere, and gives back the events that are whole. */
export const createEventParser = (): ((piece: string) => ServerSentEvent[]) => {
  let rest = ''
  /** Stays until another one comes, as the format has it. */
  let id = ''
  let event = ''
  let data: string[] = []

  const takeLine = (line: string): ServerSentEvent | undefined => {
    if (line === '') {
      const whole = data.length > 0 ? { id, event, data: data.join('\n') } : undefined
      event = ''
      data = []
      return whole
    }
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (name === 'id') id = value
    else if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    return undefined
  }

  return (piece) => {
    const lines = (rest + piece).split(/\r?\n/)
    rest = lines.pop() ?? ''
    return lines.map(takeLine).filter((whole) => whole !== undefined)
  }
}

/** Events of a kind that this client doesn't know are passed over. */
const toLiveEvent = ({ id, event, data }: ServerSentEvent): LiveEvent | undefined => {
  const said = JSON.parse(data)
  switch (event) {
    case 'exchange':
      return { kind: event, id, exchange: said }
    case 'cleared':
      return { kind: event, id }
    case 'skipped':
      return { kind: event, id, count: said.count }
    case 'dropped':
      return { kind: event, id, reason: said.reason }
    default:
      return undefined
  }
}
