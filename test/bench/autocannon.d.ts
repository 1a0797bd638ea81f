/** The part of autocannon that the benchmarks use; the package brings no types. */
declare module 'autocannon' {
  export interface Request {
    method: 'PUT'
    path?: string
    headers: Record<string, string>
    body: string
    /** Changes the request each time before it is sent. */
    setupRequest?: (request: Request) => Request
  }

  export interface Options {
    url: string
    connections: number
    /** Seconds to send for, or how many requests to send in all. */
    duration?: number
    amount?: number
    /** Milliseconds between two looks at how far it is. */
    sampleInt?: number
    requests: Request[]
  }

  export interface Result {
    /** Seconds. */
    duration: number
    '2xx': number
    non2xx: number
    errors: number
    /** Milliseconds. */
    latency: { mean: number }
  }

  export default function autocannon(options: Options): Promise<Result>
}
