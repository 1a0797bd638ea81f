import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'
import { AttributeValues, Count, Flag, Instant, ListOf, Shape, Text } from './forms.ts'
import { LIMIT_ACTIONS, LIMIT_ENTITIES, LIMIT_PERIODS } from './vocabulary.ts'

/** A budget of a campaign or of a coupon. */
export const Limit = Shape(
  {
    action: OneOf(LIMIT_ACTIONS, {
      description: 'What counts. …Effect counts effects, the plain name amounts.',
    }),
    limit: Type.Number({ minimum: 0, description: 'How much there is.' }),
  },
  {
    period: OneOf(LIMIT_PERIODS, { description: 'Left out: over all time.' }),
    entities: ListOf(OneOf(LIMIT_ENTITIES), 'One budget for each of these. Left out: one in all.'),
  },
)
export type Limit = Static<typeof Limit>

const used = {
  usageLimit: Count('How often it may be used; 0: as often as you like. Left out: 0.'),
  usageCounter: Count('How often it has been used. Left out: 0.'),
  startDate: Instant('From when it is valid.'),
  expiryDate: Instant('Until when it is valid.'),
  attributes: AttributeValues,
}

export const Coupon = Shape(
  { code: Type.String({ minLength: 1, maxLength: 100, description: 'What customers type.' }) },
  {
    ...used,
    discountLimit: Type.Number({
      minimum: 0,
      description: 'Most discount it gives over all its uses.',
    }),
    recipientIntegrationId: Text('Only this profile may use it.'),
    limits: ListOf(Limit, 'Go before the limits of the campaign.'),
    isReservationMandatory: Flag('Only who has reserved it may use it. Left out: false.'),
    reservedBy: ListOf(Text('Integration ID.'), 'Profiles that have reserved it.'),
  },
)
export type Coupon = Static<typeof Coupon>

export const Referral = Shape(
  {
    code: Type.String({ minLength: 4, maxLength: 100, description: 'What friends type.' }),
    advocateProfileIntegrationId: Text('Who recommends.'),
  },
  { ...used, friendProfileIntegrationId: Text('Only this profile may use it.') },
)
export type Referral = Static<typeof Referral>

/** How the codes look that a campaign makes. */
export const CodeSettings = Shape(
  {
    validCharacters: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'What # is replaced with.',
    }),
    couponPattern: Type.String({ minLength: 3, maxLength: 100, description: 'XMAS-####' }),
  },
  {},
)
export type CodeSettings = Static<typeof CodeSettings>
