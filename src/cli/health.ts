import { variableOf } from '../settings.ts'

/** Asks a running emulator whether it is alive. Undefined: it is; else why it isn't thought to be. */
export const checkHealth = async (url: string): Promise<string | undefined> => {
  try {
    const reply = await fetch(new URL('/_mock/health', url), { signal: AbortSignal.timeout(3000) })
    return reply.ok ? undefined : `${url} answered ${reply.status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return `${url} did not answer: ${cause instanceof Error ? cause.message || cause.name : cause}`
  }
}

/** The emulator to ask: the one that is named, else one on this machine at the port that is set. */
export const healthUrl = (
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string => flag ?? env.TALON_MOCK_URL ?? `http://127.0.0.1:${env[variableOf('port')] || '8080'}`
