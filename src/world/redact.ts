/** Names of headers that hold a secret, whoever sends them. */
const SECRET = /authorization|cookie|api-?key|token|secret|password/

/** Names that were judged: clients send the same few over and over. */
const judged = new Map<string, boolean>()
const MAX_JUDGED = 1000

const isSecret = (name: string): boolean => {
  const known = judged.get(name)
  if (known !== undefined) return known
  const secret = SECRET.test(name)
  if (judged.size < MAX_JUDGED) judged.set(name, secret)
  return secret
}

/** What the emulator's own callbacks carry besides their key, whose header may have any name. */
const OPEN_IN_CALLBACK = /^(host|connection|content-|user-agent|x-correlation-id|x-talon-mock-)/

/** `//user:password@` in a URI, or without the slashes in front of a host alone. */
const USER_INFO = /\/\/[^/?#\s]*@/g
const USER_OF_HOST = /^[^/?#\s]*@/

const REDACTED = '[redacted]'

/** A URI, or text with some in it, without the user names and passwords. */
export const redactUris = (text: string): string =>
  text.includes('@') ? text.replace(USER_INFO, `//${REDACTED}@`) : text

/** A query's deployment as far as a host name begins in it, `@` escaped or not. */
const USER_IN_QUERY = /([?&]deployment=)[^&#]*(?:@|%40)/gi

/** The path of a request, likewise. */
export const redactPath = (path: string): string =>
  /@|%40/.test(path) ? redactUris(path).replace(USER_IN_QUERY, `$1${REDACTED}@`) : path

/** Where a body may hold a secret: a platform's settings, with the API key in them, and a deployment. */
const KEY_IN_BODY = /("apiKey"\s*:\s*")(?:[^"\\]|\\.)*/g
const USER_IN_BODY = /("deploymentUrl"\s*:\s*")(?:[^"\\]|\\.)*@/gi

/** The text of a body, well-formed or not, without the secrets that requests of platforms have there. */
export const redactBody = (text: string): string => {
  const open = text.includes('"account_settings"')
    ? text.replace(KEY_IN_BODY, `$1${REDACTED}`)
    : text
  return open.includes('"deploymentU') ? open.replace(USER_IN_BODY, `$1${REDACTED}@`) : open
}

/**
 * A copy of request headers without the secrets in them. Names are lower-case, as Node gives them. Of a
 * callback that the emulator sent to itself every header is taken for the key that isn't known to be none.
 */
export const redactHeaders = (
  headers: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  // A copy as it is, then what differs: name by name, making it takes twice as long.
  const shown: Record<string, unknown> = { ...headers }
  const isCallback = headers['user-agent'] === 'talon-mock'
  for (const name in headers) {
    const value = headers[name]
    if (isSecret(name) || (isCallback && !OPEN_IN_CALLBACK.test(name))) shown[name] = REDACTED
    else if (typeof value === 'string' && value.includes('@')) shown[name] = redactUris(value)
  }
  const deployment = shown['destination-hostname']
  if (typeof deployment === 'string' && deployment.includes('@')) {
    shown['destination-hostname'] = deployment.replace(USER_OF_HOST, `${REDACTED}@`)
  }
  return shown
}
