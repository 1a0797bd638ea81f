import type { Exchange } from '../../contract/control/exchange.ts'

/** Headers that curl makes by itself. */
const OWN = new Set([
  'content-length',
  'connection',
  'accept-encoding',
  'transfer-encoding',
  'expect',
])

/** What stands in the place of a secret that the ledger does not hold. */
const SECRETS: Record<string, string> = {
  authorization: 'ApiKey-v1 anything',
  'x-callback-api-key': 'Authorization ApiKey-v1 00000000000000000000000000000000',
}

/**
 * A request as a line for a terminal, sent as it stands: `@` is no file, `[1-2]` no
 * range, `..` no step. Where the ledger has hidden a secret, one that is made up stands.
 */
export const asCurl = (origin: string, { request }: Pick<Exchange, 'request'>): string => {
  const headers = Object.entries(request.headers)
    .filter(([name]) => !OWN.has(name) && name !== 'host')
    .map(([name, value]) => ` \\\n  -H ${quoted(headerLine(name, headerText(name, value)))}`)
  const { body } = request
  const hasBody = body !== null && body !== undefined
  const data = hasBody
    ? ` \\\n  --data-raw ${quoted(typeof body === 'string' ? body : JSON.stringify(body))}`
    : ''
  return `curl -g --path-as-is -X ${request.method} ${quoted(origin + request.path)}${headers.join('')}${data}`
}

/** An empty header is one with a semicolon, to curl. */
const headerLine = (name: string, text: string): string =>
  text === '' ? `${name};` : `${name}: ${text}`

const headerText = (name: string, value: unknown): string => {
  const text = String(value)
  return text.includes('[redacted]') ? (SECRETS[name] ?? text) : text
}

/** Quoted for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
