import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'

/** Headers that every Segment request needs. */
export const SEGMENT_HEADERS = {
  authorization: 'ApiKey-v1 0123456789abcdef',
  'destination-hostname': 'https://acme.europe-west1.talon.one',
} as const

/** A customer session as a shop sends it: one line of two mugs at 12.50. */
export const makeSession = (overrides: CustomerSessionInput = {}): CustomerSessionInput => ({
  profileId: 'cust-7',
  cartItems: [{ name: 'Mug', sku: 'MUG-1', quantity: 2, price: 12.5 }],
  ...overrides,
})
