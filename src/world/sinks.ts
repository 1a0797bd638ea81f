import type { SinkAnswer, SinkReceipt } from '../contract/control/sinks.ts'
import { weightOfHeaders } from './weight.ts'

/** How much is held; what falls out is counted. */
export interface SinkBounds {
  maxSinks: number
  maxReceiptsPerSink: number
  /** Of all sinks together. */
  maxBytes: number
}

const BOUNDS: SinkBounds = {
  maxSinks: 100,
  maxReceiptsPerSink: 5000,
  maxBytes: 32 * 1024 * 1024,
}

/** One request as it came. `number` counts the requests of its sink from 1. */
export type Receipt = Omit<SinkReceipt, 'json'>

interface Sink {
  readonly receipts: Receipt[]
  /** Answers that are still to be given. */
  script: readonly SinkAnswer[]
  bytes: number
  dropped: number
}

/** What a request is answered. */
export interface Answer {
  readonly status: number
  /** World time until then. */
  readonly delayMs: number
  readonly headers: Readonly<Record<string, string | number>>
}

/** What came into the receivers inside the emulator. Headers are shown as they came, keys included. */
export interface Sinks {
  /** Keeps a request; gives back what its script has as the next answer. */
  receive(name: string, receipt: Omit<Receipt, 'number' | 'status'>): Answer
  /** What a sink answers from now on, each once, before it answers 200 again. */
  script(name: string, answers: readonly SinkAnswer[]): void
  /** Undefined when nothing has come there and it has no script. Receipts are in the order in which they came. */
  sink(name: string):
    | {
        readonly receipts: readonly Receipt[]
        readonly dropped: number
        readonly script: readonly SinkAnswer[]
      }
    | undefined
  /** In alphabetical order. */
  names(): string[]
  /** Requests in sinks that were forgotten as a whole, since there were too many. */
  readonly forgotten: number
  /** False: no such sink. */
  remove(name: string): boolean
  clear(): void
  /** Answers that are still to be given, of sinks that have some. */
  scripts(): Record<string, readonly SinkAnswer[]>
  /** Has these instead of those that there are; what came stays. */
  setScripts(scripts: Readonly<Record<string, readonly SinkAnswer[]>>): void
}

/** A record besides its text. A round estimate. */
const RECEIPT_BYTES = 500

const toAnswer = (answer: SinkAnswer = 200): Answer => {
  const {
    status = 200,
    delayMs = 0,
    headers = {},
  } = typeof answer === 'number' ? { status: answer } : answer
  return { status, delayMs, headers }
}

const weightOf = ({ path, headers, body }: Receipt) =>
  RECEIPT_BYTES + path.length + body.length + weightOfHeaders(headers)

/** The sink that holds most loses first when all together hold too much. */
const fullestOf = (sinks: Iterable<Sink>): Sink | undefined => {
  let fullest: Sink | undefined
  for (const sink of sinks) if (!fullest || sink.bytes > fullest.bytes) fullest = sink
  return fullest
}

export const createSinks = (bounds: SinkBounds = BOUNDS): Sinks => {
  /** In the order in which something last came, or was scripted. */
  const sinks = new Map<string, Sink>()
  let bytes = 0
  let forgotten = 0

  /** The sink of that name, as the latest one in use. */
  const latest = (name: string): Sink => {
    const sink = sinks.get(name) ?? { receipts: [], script: [], bytes: 0, dropped: 0 }
    sinks.delete(name)
    sinks.set(name, sink)
    return sink
  }

  const dropOldest = (sink: Sink) => {
    const oldest = sink.receipts.shift()
    if (!oldest) return
    const weight = weightOf(oldest)
    sink.bytes -= weight
    bytes -= weight
    sink.dropped++
  }

  const remove = (name: string): Sink | undefined => {
    const sink = sinks.get(name)
    if (sink) bytes -= sink.bytes
    sinks.delete(name)
    return sink
  }

  const makeRoom = () => {
    if (sinks.size > bounds.maxSinks) {
      const [quietest] = sinks.keys()
      const gone = quietest === undefined ? undefined : remove(quietest)
      if (gone) forgotten += gone.receipts.length + gone.dropped
    }
    while (bytes > bounds.maxBytes) {
      const fullest = fullestOf(sinks.values())
      if (!fullest) return
      dropOldest(fullest)
    }
  }

  return {
    receive(name, request) {
      const sink = latest(name)
      const [next, ...script] = sink.script
      sink.script = script
      const answer = toAnswer(next)
      const number = sink.dropped + sink.receipts.length + 1
      const receipt = { number, ...request, status: answer.status }
      const weight = weightOf(receipt)
      sink.receipts.push(receipt)
      sink.bytes += weight
      bytes += weight
      if (sink.receipts.length > bounds.maxReceiptsPerSink) dropOldest(sink)
      makeRoom()
      return answer
    },
    script(name, answers) {
      latest(name).script = answers
      makeRoom()
    },
    scripts: () =>
      Object.fromEntries(
        [...sinks].flatMap(([name, { script }]) => (script.length > 0 ? [[name, script]] : [])),
      ),
    setScripts(scripts) {
      for (const sink of sinks.values()) sink.script = []
      for (const [name, script] of Object.entries(scripts)) latest(name).script = script
      makeRoom()
    },
    sink: (name) => sinks.get(name),
    names: () => [...sinks.keys()].sort(),
    get forgotten() {
      return forgotten
    },
    remove: (name) => remove(name) !== undefined,
    clear() {
      sinks.clear()
      bytes = 0
      forgotten = 0
    },
  }
}
