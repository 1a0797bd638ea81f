import type { Problem } from '../contract/control/problem.ts'
import { MockError } from './mock-error.ts'

export interface CallerOptions {
  /** Where the emulator listens: `http://localhost:8080`. */
  url: string
  token: string | undefined
  /** The world that requests are about; undefined: the shared one. */
  world: string | undefined
}

export interface Request {
  /** What is undefined is not sent. */
  query?: object | undefined
  /** Sent as JSON. */
  body?: unknown
  /** JSON that is text already, sent as it is in the place of `body`. */
  text?: string | undefined
  signal?: AbortSignal | undefined
  headers?: Record<string, string>
}

/** Sends requests to one control API. */
export interface Caller {
  /** Where the emulator listens, without a slash at the end. */
  readonly url: string
  /** The address of a path, the world named in it. */
  urlOf(path: string, query?: object): string
  /**
   * The answer to a request; `path` is that below `/_mock`.
   * @throws MockError when it is refused; Error when nobody answers
   */
  send(method: string, path: string, request?: Request): Promise<Response>
  /** The same, the body of the answer as JSON; undefined when there is none. */
  ask<T>(method: string, path: string, request?: Request): Promise<T>
}

export const createCaller = ({ url, token, world }: CallerOptions): Caller => {
  const base = baseOf(url)

  const urlOf = (path: string, query: object = {}) =>
    `${base}/_mock${path}${queryText({ ...query, world })}`

  const send = async (method: string, path: string, request: Request = {}): Promise<Response> => {
    const { query, body, signal, headers } = request
    const text = request.text ?? (body === undefined ? undefined : JSON.stringify(body))
    const asked = `${method} /_mock${path}`
    const init: RequestInit = {
      method,
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(text === undefined ? {} : { body: text }),
      ...(signal === undefined ? {} : { signal }),
    }
    const response = await fetch(urlOf(path, query), init).catch((error: unknown) => {
      if (signal?.aborted) throw error
      throw new Error(`${asked}: ${base} did not answer: ${reasonOf(error)}`, { cause: error })
    })
    if (response.ok) return response
    throw new MockError(asked, await refusalOf(response))
  }

  return {
    url: base,
    urlOf,
    send,
    async ask<T>(method: string, path: string, request?: Request) {
      const response = await send(method, path, request)
      const text = await response.text()
      // What the emulator's own description says of this route.
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
  }
}

/** An ID or a name as a part of a path. */
export const segment = (id: string): string => {
  // A URL takes dots as steps to other paths.
  if (/^\.{0,2}$/.test(id)) throw new TypeError(`${JSON.stringify(id)} can't be asked for by name`)
  return encodeURIComponent(id)
}

const baseOf = (url: string): string => {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError(`createMockClient: url must be an http URL, got ${JSON.stringify(url)}`)
  }
  const { origin, pathname } = new URL(url)
  return origin + pathname.replace(/\/+$/, '')
}

const queryText = (query: object): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || ('code' in cause ? String(cause.code) : cause.name)
}

const refusalOf = async (response: Response): Promise<Problem> => {
  const problem: unknown = await response.json().catch(() => undefined)
  if (isProblem(problem)) return problem
  const { status, statusText: title } = response
  return { type: 'about:blank', title, status, detail: 'an answer that is none of talon-mock' }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && 'detail' in body
