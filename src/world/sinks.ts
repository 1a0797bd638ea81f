import type { SinkReceipt } from '../contract/control/sinks.ts'
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
  bytes: number
  dropped: number
}

/** What came into the receivers inside the emulator. Headers are shown as they came, keys included. */
export interface Sinks {
  receive(name: string, receipt: Omit<Receipt, 'number'>): void
  /** Undefined when nothing has come there. Receipts are in the order in which they came. */
  sink(
    name: string,
  ): { readonly receipts: readonly Receipt[]; readonly dropped: number } | undefined
  /** In alphabetical order. */
  names(): string[]
  /** Requests in sinks that were forgotten as a whole, since there were too many. */
  readonly forgotten: number
  /** False: no such sink. */
  remove(name: string): boolean
  clear(): void
}

/** A record besides its text. A round estimate. */
const RECEIPT_BYTES = 500

const weightOf = ({ path, headers, body }: Receipt) =>
  RECEIPT_BYTES + path.length + body.length + weightOfHeaders(headers)

/** The sink that holds most loses first when all together hold too much. */
const fullestOf = (sinks: Iterable<Sink>): Sink | undefined => {
  let fullest: Sink | undefined
  for (const sink of sinks) if (!fullest || sink.bytes > fullest.bytes) fullest = sink
  return fullest
}

export const createSinks = (bounds: SinkBounds = BOUNDS): Sinks => {
  /** In the order in which something last came. */
  const sinks = new Map<string, Sink>()
  let bytes = 0
  let forgotten = 0

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
      const sink = sinks.get(name) ?? { receipts: [], bytes: 0, dropped: 0 }
      sinks.delete(name)
      sinks.set(name, sink)
      const receipt = { number: sink.dropped + sink.receipts.length + 1, ...request }
      const weight = weightOf(receipt)
      sink.receipts.push(receipt)
      sink.bytes += weight
      bytes += weight
      if (sink.receipts.length > bounds.maxReceiptsPerSink) dropOldest(sink)
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
