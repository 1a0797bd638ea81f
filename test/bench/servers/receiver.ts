import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { now } from '../monotonic.ts'

/** Takes callbacks: answers 204, after a delay if it is told to, and notes what came when. */

export type ReceiverQuestion =
  | { ask: 'count' | 'arrivals' | 'restart' }
  /** How long to wait with each answer from now on. */
  | { ask: 'delay'; delayMs: number }

export interface Received {
  count: number
  /** When the last one came, on the machine's monotonic clock. */
  lastAt: number
}

/** Correlation IDs with the time at which each came first. */
export type Arrivals = [correlationId: string, at: number][]

const arrivals = new Map<string, number>()
let received: Received = { count: 0, lastAt: 0 }
let delayMs = 0

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.on('end', () => {
    const at = now()
    received = { count: received.count + 1, lastAt: at }
    const correlationId = String(request.headers['x-correlation-id'])
    if (!arrivals.has(correlationId)) arrivals.set(correlationId, at)
    const answer = () => response.writeHead(204).end()
    if (delayMs > 0) setTimeout(answer, delayMs)
    else answer()
  })
})

process.on('message', (question: ReceiverQuestion) => {
  switch (question.ask) {
    case 'count':
      process.send?.(received)
      break
    case 'arrivals':
      process.send?.([...arrivals])
      break
    case 'restart':
      arrivals.clear()
      received = { count: 0, lastAt: 0 }
      process.send?.(received)
      break
    case 'delay':
      delayMs = question.delayMs
      process.send?.(received)
  }
})

server.listen(0, '127.0.0.1', () => {
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }))
})
