const SECRET_HEADERS = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-callback-api-key',
])

const REDACTED = '[redacted]'

/** A copy of request headers without the secrets in them. Names are lower-case, as Node gives them. */
export const redactHeaders = (
  headers: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const shown: Record<string, unknown> = {}
  for (const name in headers) shown[name] = SECRET_HEADERS.has(name) ? REDACTED : headers[name]
  return shown
}
