/** What the composer sends, besides the body. */
export interface Envelope {
  readonly sessionId: string
  readonly apiKey: string
  readonly deployment: string
  /** Undefined: no callback is asked for. */
  readonly callback: CallbackAsked | undefined
}

export interface CallbackAsked {
  readonly uri: string
  /** Header name, blank, key; empty: none. */
  readonly key: string
  /** Empty: all. */
  readonly fields: readonly string[]
  readonly correlationId: string
}

/** What came back. */
export interface Sent {
  readonly status: number
  readonly tookMs: number
  /** The body as JSON, or as text if it is none. */
  readonly body: unknown
  /** Undefined when the emulator was told not to say it. */
  readonly exchangeId: string | undefined
}

/** Sends an update to the emulated endpoint, as any client does. */
export const send = async (envelope: Envelope, body: string): Promise<Sent> => {
  const { sessionId, apiKey, deployment, callback } = envelope
  const began = performance.now()
  const response = await fetch(`/segment/customer_sessions/${encodeURIComponent(sessionId)}`, {
    method: 'PUT',
    headers: {
      authorization: `ApiKey-v1 ${apiKey}`,
      'destination-hostname': deployment,
      'content-type': 'application/json',
      ...(callback && callbackHeaders(callback)),
    },
    body,
  })
  const text = await response.text()
  return {
    status: response.status,
    tookMs: performance.now() - began,
    body: jsonOf(text),
    exchangeId: response.headers.get('x-talon-mock-exchange') ?? undefined,
  }
}

const callbackHeaders = ({ uri, key, fields, correlationId }: CallbackAsked) => ({
  'x-callback-destination-uri': uri,
  ...(key && { 'x-callback-api-key': key }),
  ...(fields.length > 0 && { 'x-content-fields': fields.join(',') }),
  ...(correlationId && { 'x-correlation-id': correlationId }),
})

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // A fault may have cut it; what came is shown as it is.
    return text
  }
}
