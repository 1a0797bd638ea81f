const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'x-callback-api-key']

const REDACTED = '[redacted]'

/** A copy of request headers without the secrets in them. Names are lower-case, as Node gives them. */
export const redactHeaders = (
  headers: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const shown = { ...headers }
  for (const name of SECRET_HEADERS) if (shown[name] !== undefined) shown[name] = REDACTED
  return shown
}
