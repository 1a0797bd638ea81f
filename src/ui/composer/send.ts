import type { Sender } from '../../client/world-name.ts'

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
  /** Who it was sent as: worlds are told apart by it. */
  readonly sender: Sender
  readonly status: number
  readonly tookMs: number
  /** The body as JSON, or as text if it is none. */
  readonly body: unknown
  /** Undefined when the emulator was told not to say it. */
  readonly exchangeId: string | undefined
}

/** What a browser would not send as it is, in words; undefined: nothing. */
export const faultOf = ({
  sessionId,
  apiKey,
  deployment,
  callback,
}: Envelope): string | undefined => {
  if (/^\.{1,2}$/.test(sessionId))
    return `Session ID: a browser takes ${sessionId} as a step in the path.`
  const headers = {
    'API key': apiKey,
    Deployment: deployment,
    'Callback destination': callback?.uri ?? '',
    'Callback key': callback?.key ?? '',
    'Correlation ID': callback?.correlationId ?? '',
  }
  const wrong = Object.entries(headers).find(([, value]) => !/^[\x20-\x7e]*$/.test(value))
  return wrong && `${wrong[0]}: a header holds letters, digits and signs of ASCII alone.`
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
    sender: { apiKey, deployment: hostOf(deployment) },
    status: response.status,
    tookMs: performance.now() - began,
    body: jsonOf(text),
    exchangeId: response.headers.get('x-talon-mock-exchange') ?? undefined,
  }
}

/** A deployment may be named as a URL. */
const hostOf = (deployment: string): string =>
  URL.canParse(deployment) ? new URL(deployment).hostname : deployment.toLowerCase()

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
