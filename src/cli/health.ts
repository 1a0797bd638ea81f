import { isIP } from 'node:net'
import { type ConfigResult, loadConfig, schemeOf, URL_VARIABLE } from '../config.ts'

/** Asks a running emulator whether it is alive. Undefined: it is; else why it isn't thought to be. */
export const checkHealth = async (url: string): Promise<string | undefined> => {
  try {
    const { status, text } = await ask(new URL('/_mock/health', url))
    const alive = status === 200 && /"status":/.test(text)
    return alive ? undefined : `${url} answered ${status}, not as talon-mock does`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `${url} did not answer: ${cause instanceof Error ? cause.message || cause.name : cause}`
  }
}

/** How long an answer is waited for, in milliseconds. */
const WAIT_MS = 3000

/** Asks without a look at the certificate: nothing secret is sent, and the answer says nothing secret. */
const ask = async (url: URL): Promise<{ status: number; text: string }> => {
  const { get } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(WAIT_MS)
    const request = get(url, { rejectUnauthorized: false, signal }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => {
        text += part
      })
      reply.on('error', reject)
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
    })
    request.on('error', reject)
  })
}

/** The emulator to ask, or what is wrong with the question. */
export type HealthTarget = { ok: true; url: string } | { ok: false; problems: string[] }

/**
 * Which emulator to ask: `--url`, else `TALON_MOCK_URL`, else the one on this machine that the
 * settings, flags or variables, would start.
 */
export const healthTarget = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): HealthTarget => {
  const [flag, rest] = takeUrl(argv)
  const url = flag ?? (env[URL_VARIABLE] || undefined)
  const loaded = loadConfig(rest, url === undefined ? env : {})
  const problems = loaded.ok ? [] : loaded.problems
  if (url !== undefined && !/^https?:\/\//.test(URL.canParse(url) ? url : '')) {
    problems.push(`--url (${URL_VARIABLE}): must be an http URL, got ${JSON.stringify(url)}`)
  }
  return loaded.ok && problems.length === 0
    ? { ok: true, url: url ?? localUrl(loaded) }
    : { ok: false, problems }
}

/** `--url`, as the last one says, and the flags besides it. */
const takeUrl = (argv: readonly string[]): [url: string | undefined, rest: string[]] => {
  let url: string | undefined
  const rest: string[] = []
  const words = argv.values()
  for (const word of words) {
    if (word === '--url') url = words.next().value ?? ''
    else if (word.startsWith('--url=')) url = word.slice('--url='.length)
    else rest.push(word)
  }
  return [url, rest]
}

const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

const localUrl = ({ config }: ConfigResult & { ok: true }): string => {
  const { host, port } = config
  const name = ANY_ADDRESS[host] ?? host
  return `${schemeOf(config)}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`
}
