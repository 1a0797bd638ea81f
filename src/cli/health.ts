import { isIP } from 'node:net'
import { type ConfigResult, loadConfig, URL_VARIABLE } from '../config.ts'

/** Asks a running emulator whether it is alive. Undefined: it is; else why it isn't thought to be. */
export const checkHealth = async (url: string): Promise<string | undefined> => {
  try {
    const reply = await fetch(new URL('/_mock/health', url), { signal: AbortSignal.timeout(3000) })
    const body: unknown = await reply.json().catch(() => undefined)
    const alive = typeof body === 'object' && body !== null && 'status' in body
    return reply.ok && alive ? undefined : `${url} answered ${reply.status}, not as talon-mock does`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `${url} did not answer: ${cause instanceof Error ? cause.message || cause.name : cause}`
  }
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

const localUrl = ({ config: { host, port } }: ConfigResult & { ok: true }): string => {
  const name = ANY_ADDRESS[host] ?? host
  return `http://${isIP(name) === 6 ? `[${name}]` : name}:${port}`
}
