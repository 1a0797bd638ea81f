/** Names of headers that hold a secret, whoever sends them. */
const SECRET = /authorization|cookie|api-?key|token|secret|password/

/** What the emulator's own callbacks carry besides their key, whose header may have any name. */
const OPEN_IN_CALLBACK = /^(host|connection|content-|user-agent|x-correlation-id|x-talon-mock-)/

/** `//user:password@` in a URI, or without the slashes in front of a host alone. */
const USER_INFO = /\/\/[^/?#\s]*@/g
const USER_OF_HOST = /^[^/?#\s]*@/

const REDACTED = '[redacted]'

/** A URI, or text with some in it, without the user names and passwords. */
export const redactUris = (text: string): string =>
  text.includes('@') ? text.replace(USER_INFO, `//${REDACTED}@`) : text

/**
 * A copy of request headers without the secrets in them. Names are lower-case, as Node gives them. Of a
 * callback that the emulator sent to itself every header is taken for the key that isn't known to be none.
 */
export const redactHeaders = (
  headers: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const shown: Record<string, unknown> = {}
  const isCallback = headers['user-agent'] === 'talon-mock'
  for (const name in headers) {
    const isSecret = SECRET.test(name) || (isCallback && !OPEN_IN_CALLBACK.test(name))
    const value = headers[name]
    if (isSecret) shown[name] = REDACTED
    else shown[name] = typeof value === 'string' ? redactUris(value) : value
  }
  const deployment = shown['destination-hostname']
  if (typeof deployment === 'string') {
    shown['destination-hostname'] = deployment.replace(USER_OF_HOST, `${REDACTED}@`)
  }
  return shown
}
