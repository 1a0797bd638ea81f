import { CONTENT_FIELDS, type ContentField } from '../contract/service/content-fields.ts'
import { type CallbackHeaders, MIN_CALLBACK_KEY } from '../contract/service/headers.ts'
import { brief, type Fault, invalid, MAX_SHOWN } from './errors.ts'

/** A callback that a request asks for. */
export interface CallbackRequest {
  readonly uri: string
  /** Scheme, host and port of the URI: what one receiver is. */
  readonly origin: string
  readonly key: { readonly name: string; readonly value: string } | undefined
  /** Undefined: all fields. */
  readonly fields: readonly ContentField[] | undefined
  readonly correlationId: string | undefined
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Headers that are the request's own: a key in one of them would break the callback. */
const RESERVED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-correlation-id',
])

const isReserved = (name: string) =>
  RESERVED.has(name.toLowerCase()) || name.toLowerCase().startsWith('x-talon-mock-')

/** Older clients send the text `undefined` for a setting that isn't set. */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value === '' || value === 'undefined' ? undefined : value

const isName = (field: string): field is ContentField =>
  CONTENT_FIELDS.some((name) => name === field)

/**
 * Reads the callback headers of a request; undefined when they name no destination. They are checked
 * all the same then.
 * Source: Third-party OpenAPI, `callbackDestinationURI`, `callbackAPIKey`, `contentFields`,
 * `correlationID`. Assumed: what is refused, since the service documents no error for them.
 * @throws EmulatorError REQUEST_INVALID with every fault found
 */
export const readCallbackRequest = (headers: CallbackHeaders): CallbackRequest | undefined => {
  const faults: Fault[] = []
  const refuse = (source: string, details: string) => {
    faults.push({ title: 'Invalid header', details, source })
    return undefined
  }
  const destination = readDestination(given(headers['x-callback-destination-uri']), refuse)
  const key = readKey(given(headers['x-callback-api-key']), refuse)
  const fields = readFields(given(headers['x-content-fields']), refuse)
  const correlationId = given(headers['x-correlation-id'])
  if (correlationId !== undefined && !FIELD_VALUE.test(correlationId)) {
    refuse('X-Correlation-ID', 'X-Correlation-ID must be text that an HTTP header can hold')
  }
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
  if (!destination) return undefined
  const { uri, origin } = destination
  return { uri, origin, key, fields, correlationId }
}

type Refuse = (source: string, details: string) => undefined

type Destination = Pick<CallbackRequest, 'uri' | 'origin'>

/** The one that was read last: most requests name the same, and a URL takes longer than the rest. */
let latest: (Destination & { readonly text: string }) | undefined

const readDestination = (value: string | undefined, refuse: Refuse): Destination | undefined => {
  if (value === undefined) return undefined
  if (value === latest?.text) return latest
  const header = 'X-Callback-Destination-URI'
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return refuse(
      header,
      `${header} must be an absolute http or https URI, for example https://shop.example/callbacks`,
    )
  }
  if (url.username || url.password) {
    return refuse(header, `${header} must hold no user name or password; use X-Callback-API-Key`)
  }
  url.hash = ''
  latest = { text: value, uri: url.href, origin: url.origin }
  return latest
}

const readKey = (value: string | undefined, refuse: Refuse): CallbackRequest['key'] => {
  if (value === undefined) return undefined
  const header = 'X-Callback-API-Key'
  const space = value.indexOf(' ')
  if (space < 1) {
    return refuse(header, `${header} must be a header name, a space and the key`)
  }
  const name = value.slice(0, space)
  const key = value.slice(space + 1).trim()
  if (!TOKEN.test(name)) {
    return refuse(header, `${header} must start with the name of an HTTP header`)
  }
  if (isReserved(name)) {
    return refuse(
      header,
      `${header} must not name the header ${brief(name)}, which the callback sets itself`,
    )
  }
  if (key.length < MIN_CALLBACK_KEY) {
    return refuse(
      header,
      `${header} must hold a key of at least ${MIN_CALLBACK_KEY} characters after the header name, got ${key.length}`,
    )
  }
  if (!FIELD_VALUE.test(key)) {
    return refuse(header, `${header} must hold a key that an HTTP header can hold`)
  }
  return { name, value: key }
}

const readFields = (
  value: string | undefined,
  refuse: Refuse,
): readonly ContentField[] | undefined => {
  if (value === undefined) return undefined
  const names = [...new Set(value.split(',').map((name) => name.trim()))].filter(Boolean)
  const unknown = names.filter((name) => !isName(name))
  if (unknown.length > 0) {
    const header = 'X-Content-Fields'
    const shown = unknown.slice(0, MAX_SHOWN).map((name) => `"${brief(name)}"`)
    const more = unknown.length - shown.length
    return refuse(
      header,
      `${header} must be a comma-separated list of ${CONTENT_FIELDS.join(', ')}; got ${shown.join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    )
  }
  return names.length > 0 ? names.filter(isName) : undefined
}
