import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'
import { deployment } from './platform-codes.ts'
import { AudienceNumber, ProfileId } from './profiles.ts'

/**
 * Requests of Emarsys: a list of parameters, and the fields that are wanted of what each leads to. Source:
 * Third-party OpenAPI, "Get coupon", "Get loyalty balance", "Update audiences in multiple customer profiles".
 */

export const DeploymentQuery = Type.Object(deployment)

/** Most parameters of a request. Documented for audiences. */
const MAX_PARAMETERS = 1000

/** A number as text; Emarsys sends one or the other. */
const NumberOrText = Type.Unsafe<number | string>({
  type: ['integer', 'string'],
  minimum: 1,
  pattern: '^[1-9]\\d{0,14}$',
})

/** The specification requires it; its own sample isn't whole. */
const limit = Type.Number({ minimum: 0, description: 'Most items of the reply.' })

const asking = {
  fields: Type.Array(Type.String(), { maxItems: MAX_PARAMETERS }),
  limit,
}

export const EmarsysCouponsRequest = Type.Object({
  ...asking,
  parameters: Type.Array(Type.Object({ campaignId: NumberOrText, integrationId: ProfileId() }), {
    maxItems: MAX_PARAMETERS,
  }),
})

export const BALANCE_FIELDS = [
  'activeBalance',
  'pendingBalance',
  'expiredBalance',
  'spentBalance',
] as const
export type BalanceField = (typeof BALANCE_FIELDS)[number]

export const EmarsysBalancesRequest = Type.Object({
  ...asking,
  fields: Type.Array(OneOf(BALANCE_FIELDS), { maxItems: MAX_PARAMETERS }),
  parameters: Type.Array(
    Type.Object({
      loyaltyProgramId: NumberOrText,
      integrationId: ProfileId(),
      subledgerId: Type.Optional(Type.String()),
    }),
    { maxItems: MAX_PARAMETERS },
  ),
})

export const EmarsysAudiencesRequest = Type.Object({
  parameters: Type.Array(
    Type.Object({
      customerProfileId: ProfileId(),
      audienceId: AudienceNumber,
      actionType: OneOf(['add', 'delete']),
    }),
    { maxItems: MAX_PARAMETERS },
  ),
})

const contentOf = <T extends ReturnType<typeof Type.Object>>(item: T) =>
  Type.Object({ content: Type.Array(item) })

/** Besides these the fields that were asked for. */
export const EmarsysCouponsReply = contentOf(
  Type.Object({ campaignId: Type.String(), integrationId: Type.String() }),
)

export const EmarsysBalancesReply = contentOf(
  Type.Object({
    loyaltyProgramId: Type.String(),
    integrationId: Type.String(),
    subledgerId: Type.Optional(Type.String()),
    activeBalance: Type.Optional(Type.Number()),
    pendingBalance: Type.Optional(Type.Number()),
    expiredBalance: Type.Optional(Type.Number()),
    spentBalance: Type.Optional(Type.Number()),
  }),
)

const AudienceChange = Type.Object({
  customerProfileId: Type.String(),
  audienceId: Type.String(),
  actionType: OneOf(['add', 'delete']),
})
export const EmarsysAudiencesReply = contentOf(AudienceChange)
export type EmarsysAudienceChange = Static<typeof AudienceChange>
