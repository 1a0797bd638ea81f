import { IntegrationError } from '../../contract/service/errors.ts'
import { IntegrationHeaders } from '../../contract/service/integration-requests.ts'

/** What all requests to the deployment's own API have in common. */
export const COMMON = { tags: ['Integration API'] }

/** The same of those that may name an idempotency key. */
export const IDEMPOTENT = { ...COMMON, headers: IntegrationHeaders }

/** Statuses that every request to it may be refused with. */
export const REFUSALS = {
  400: IntegrationError,
  401: IntegrationError,
  404: IntegrationError,
  409: IntegrationError,
  413: IntegrationError,
  415: IntegrationError,
  429: IntegrationError,
  503: IntegrationError,
}

/** What a state always holds, asked for or not. Source: Integration API, `responseContent`. */
const ALWAYS = ['effects', 'createdCoupons', 'createdReferrals', 'return']

/** Fields of a state that are answered. */
export const fieldsOf = (asked: readonly string[] | null | undefined): readonly string[] => [
  ...ALWAYS,
  ...(asked ?? []),
]
