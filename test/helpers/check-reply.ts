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

/** How far the total is from the sum of its parts, beyond what rounding explains. */
const excess = ({ total, cartItemTotal, additionalCostTotal }: CustomerSession): number => {
  const largest = Math.max(Math.abs(cartItemTotal), Math.abs(additionalCostTotal))
  return Math.abs(total - (cartItemTotal + additionalCostTotal)) - largest * 1e-15 - 0.011
}

/** Why a reply isn't one of the service; undefined when it matches the schema and adds up. */
export const checkReply = (reply: unknown): string | undefined => {
  if (!matches(reply)) return ajv.errorsText(matches.errors)
  const unknown = Object.keys(reply).filter((name) => !(name in IntegrationState.properties))
  if (unknown.length > 0) return `fields that the schema doesn't have: ${unknown.join()}`
  const off = excess(reply.customerSession)
  return off <= 0 ? undefined : `total is off by ${off}: ${JSON.stringify(reply.customerSession)}`
}
