import type { CustomerSession } from '../../contract/service/integration-state.ts'

/**
 * A session that stands in where something happens without one: rules see none, and its profile and its
 * loyalty card are those that it happens to.
 */
export const standIn = (
  profileId: string,
  loyaltyCards: readonly string[] = [],
): CustomerSession => ({
  id: 0,
  created: '',
  integrationId: '',
  applicationId: 0,
  profileId,
  state: 'open',
  firstSession: false,
  couponCodes: [],
  referralCode: '',
  loyaltyCards: [...loyaltyCards],
  identifiers: [],
  attributes: {},
  additionalCosts: {},
  cartItems: [],
  cartItemTotal: 0,
  additionalCostTotal: 0,
  cartItemAdditionalCostTotal: 0,
  total: 0,
  updateCount: 0,
  updated: '',
})
