import { Ajv } from 'ajv'
import {
  type CustomerSession,
  IntegrationState,
} from '../../src/contract/service/integration-state.ts'

const ajv = new Ajv({
  allowUnionTypes: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/ },
})
const matches = ajv.compile<IntegrationState>(IntegrationState)

const sumOf = (session: CustomerSession) => session.cartItemTotal + session.additionalCostTotal

/** Why a reply isn't one of the service; undefined when it matches the schema and adds up. */
export const checkReply = (reply: unknown): string | undefined => {
  if (!matches(reply)) return ajv.errorsText(matches.errors)
  const unknown = Object.keys(reply).filter((name) => !(name in IntegrationState.properties))
  if (unknown.length > 0) return `fields that the schema doesn't have: ${unknown.join()}`
  const { total } = reply.customerSession
  const off = Math.abs(total - sumOf(reply.customerSession))
  return off <= Math.abs(total) * 1e-9 + 0.011 ? undefined : `total is off by ${off}`
}
