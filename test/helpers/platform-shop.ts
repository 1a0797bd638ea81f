import type { FastifyInstance } from 'fastify'
import type { Effect } from '../../src/contract/service/effects.ts'
import { callSegment } from './segment-shop.ts'

/** A shop whose campaigns have codes to create, and programs to add points to. */
export const CODES_SHOP = `
attributes:
  Coupon: { firstName: string, country: string, age: number, vip: boolean }
  Referral: { firstName: string }
  Event: { Language: string }
profiles: [{ integrationId: anna }, { integrationId: ben }]
events: [shared]
loyaltyPrograms:
  - { id: 25, name: stars, title: Stars, balances: { anna: 40 }, defaultPending: 2D, defaultValidity: 30D }
  - { id: 26, name: club, cardBased: true }
  - { id: 27, name: miles }
campaigns:
  - id: 7
    name: Codes
    couponSettings: { validCharacters: [A, B], couponPattern: CAMPAIGN-#### }
    referralSettings: { validCharacters: [X, Y], couponPattern: FRIEND-#### }
    rules:
      - title: Coupon
        when: { coupon: valid }
        then: [{ discount: { name: Ten, amount: 10, of: session } }]
      - title: Referral
        when: { referral: valid }
        then: [{ discount: { name: Five, amount: 5, of: session } }]
      - title: Shared
        when: { event: { type: shared } }
        then: [{ createCoupon: { for: profile, pattern: SHARED-# } }]
  - { id: 8, name: Plain }
`

/** What a session with these codes gets, in brief: types, and why a code is rejected. */
export const outcomeOf = async (
  app: FastifyInstance,
  session: object,
  id = 's1',
): Promise<string[]> => {
  const reply = await callSegment(app, 'PUT', `/v2/customer_sessions/${id}`, {
    cartItems: [{ sku: 'a', name: 'A', quantity: 1, price: 100 }],
    ...session,
  })
  if (reply.statusCode !== 200) throw new Error(reply.body)
  return reply
    .json<{ effects: Effect[] }>()
    .effects.map(({ effectType, props }) =>
      'rejectionReason' in props ? `${effectType} ${props.rejectionReason}` : effectType,
    )
}
