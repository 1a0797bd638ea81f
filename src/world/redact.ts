/** Names of headers that hold a secret, whoever sends them. */
const SECRET = /authorization|cookie|api-?key|token|secret|password/

/** What the emulator's own callbacks carry besides their key, whose header may have any name. */
const OPEN_IN_CALLBACK = /^(host|connection|content-|user-agent|x-correlation-id|x-talon-mock-)/

/** `//user:password@` in a URI. */
const USER_INFO = /\/\/[^/?#]*@/

const REDACTED = '[redacted]'

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
    shown[name] = isSecret ? REDACTED : headers[name]
  }
  const uri = shown['x-callback-destination-uri']
  if (typeof uri === 'string') {
    shown['x-callback-destination-uri'] = uri.replace(USER_INFO, `//${REDACTED}@`)
  }
  return shown
}
