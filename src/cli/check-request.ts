import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import type { Config } from '../config.ts'
import type { Explanation } from '../contract/control/explanation.ts'
import type { IntegrationState } from '../contract/service/integration-state.ts'
import { faultLine, type ScenarioFault } from '../rules/scenario/fault.ts'
import { readProgram } from '../scenario-files.ts'
import { createServer, type Server } from '../server.ts'
import type { CheckResult } from './check.ts'
import { requestReport } from './request-report.ts'

/** Fields that the body of the v1 endpoint has around the session. */
const V1_FIELDS = ['customerSession', 'sessionAttributesInfo', 'cartItemAttributesInfo']

/** The endpoint that takes such a body. What is no JSON goes to v1, which says so. */
const endpointOf = (body: string): string => {
  try {
    const parsed: unknown = JSON.parse(body)
    const isV1 =
      typeof parsed !== 'object' || parsed === null || V1_FIELDS.some((name) => name in parsed)
    if (!isV1) return '/segment/v2/customer_sessions/'
  } catch {}
  return '/segment/customer_sessions/'
}

/** A warning of a scenario, on one line. */
export const warningLine = (warning: ScenarioFault): string =>
  faultLine({ ...warning, message: `warning: ${warning.message}` })

/**
 * Sends the request in a file to an emulator that listens nowhere, and tells what the rules make of
 * it. Not in order is what that emulator refuses.
 */
export const checkRequest = async (
  file: string,
  { session, config }: { session: string; config: Config },
): Promise<CheckResult> => {
  const loaded = readProgram(config)
  if (!loaded.ok) return { ok: false, lines: loaded.faults.map(faultLine) }
  let body: string
  try {
    body = readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, lines: [`${file}: can't be read: ${reason}`] }
  }
  const server = await createServer({ config, logger: pino({ level: 'silent' }) })
  try {
    const apiKey = config.apiKey[0] ?? 'check'
    const { ok, lines } = await ask(server, { body, session, apiKey })
    return { ok, lines: [...loaded.warnings.map(warningLine), ...lines] }
  } finally {
    await server.stop()
  }
}

const ask = async (
  { app, controlToken }: Server,
  { body, session, apiKey }: { body: string; session: string; apiKey: string },
): Promise<CheckResult> => {
  const id = encodeURIComponent(session)
  const url = endpointOf(body) + id
  const reply = await app.inject({
    method: 'PUT',
    url,
    headers: {
      authorization: `ApiKey-v1 ${apiKey}`,
      'destination-hostname': 'check.talon.one',
      'content-type': 'application/json',
    },
    payload: body,
  })
  const asked = `PUT ${url}: ${reply.statusCode}`
  if (reply.statusCode !== 200) {
    const { Error: text }: { Error: string } = reply.json()
    return { ok: false, lines: [asked, `  ${text}`] }
  }
  const state: IntegrationState = reply.json()
  const explained = await app.inject({
    url: `/_mock/sessions/${id}/explanation`,
    headers: controlToken ? { authorization: `Bearer ${controlToken}` } : {},
  })
  const { rules }: Explanation = explained.json()
  return { ok: true, lines: requestReport(asked, state, rules) }
}
