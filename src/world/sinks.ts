import type { SinkReceipt } from '../contract/control/sinks.ts'

/** Bounds of each sink, and of how many there are; what falls out is counted. */
const MAX_RECEIPTS = 5000
const MAX_BYTES = 8 * 1024 * 1024
const MAX_SINKS = 100

interface Sink {
  readonly receipts: SinkReceipt[]
  bytes: number
  dropped: number
}

/** What came into the receivers inside the emulator. Headers are shown as they came, keys included. */
export interface Sinks {
  receive(name: string, receipt: SinkReceipt): void
  /** Undefined when nothing has come there. */
  sink(name: string): Readonly<Sink> | undefined
  names(): string[]
  /** False: no such sink. */
  remove(name: string): boolean
  clear(): void
}

const sizeOf = (receipt: SinkReceipt) => 500 + receipt.body.length

export const createSinks = (): Sinks => {
  const sinks = new Map<string, Sink>()
  return {
    receive(name, receipt) {
      const sink = sinks.get(name) ?? { receipts: [], bytes: 0, dropped: 0 }
      sinks.set(name, sink)
      sink.receipts.push(receipt)
      sink.bytes += sizeOf(receipt)
      while (sink.receipts.length > MAX_RECEIPTS || sink.bytes > MAX_BYTES) {
        const oldest = sink.receipts.shift()
        if (!oldest) break
        sink.bytes -= sizeOf(oldest)
        sink.dropped++
      }
      if (sinks.size > MAX_SINKS) {
        for (const oldest of sinks.keys()) {
          sinks.delete(oldest)
          break
        }
      }
    },
    sink: (name) => sinks.get(name),
    names: () => [...sinks.keys()],
    remove: (name) => sinks.delete(name),
    clear: () => sinks.clear(),
  }
}
