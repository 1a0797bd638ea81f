import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** One request that came to the sink. */
export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** How the sink answers: a status, a status with headers, or not at all. */
export type Answer = number | { status: number; headers?: Record<string, string> } | 'hang'

export interface CallbackSink {
  url: string
  received: Received[]
  /** Resolves when as many requests have come in all. */
  waitFor(count: number): Promise<Received[]>
}

/** A receiver on a free port of 127.0.0.1 that gives the answers in turn, the last one for ever; closes with the test. */
export const createCallbackSink = async (
  t: Test,
  answers: readonly Answer[] = [200],
): Promise<CallbackSink> => {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)] ?? 200
      received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      for (const check of waiting) check()
      if (answer === 'hang') return
      const { status, headers } = typeof answer === 'number' ? { status: answer } : answer
      response.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    waitFor: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (received.length < count) return
          waiting.delete(check)
          resolve(received)
        }
        waiting.add(check)
        check()
      }),
  }
}
