import { type Static, Type } from '@sinclair/typebox'
import { Coupon, InventoryReferral } from '../service/rewards.ts'
import { Together } from '../wire-types.ts'

/** Codes as they stand, with what only the control API says of them. */

const Campaign = Type.Object({
  campaignName: Type.String({ description: 'Of the campaign that it belongs to.' }),
})

/** A coupon as it stands. Nothing limits reservations but budgets, which are among `limits`. */
export const CampaignCoupon = Together(
  [
    Coupon,
    Campaign,
    Type.Object({
      reservationCounter: Type.Integer({
        minimum: 0,
        description: 'Profiles that have reserved it.',
      }),
      reservedBy: Type.Array(Type.String(), { description: 'Their integration IDs.' }),
    }),
  ],
  { title: 'CampaignCoupon' },
)
export type CampaignCoupon = Static<typeof CampaignCoupon>

/** A referral as it stands. */
export const CampaignReferral = Together([InventoryReferral, Campaign], {
  title: 'CampaignReferral',
})
export type CampaignReferral = Static<typeof CampaignReferral>
