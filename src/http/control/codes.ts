import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { CampaignCoupon, CampaignReferral } from '../../contract/control/codes.ts'
import { PageOf } from '../../contract/control/replies.ts'
import { CodesPage } from '../../contract/control/requests.ts'
import type { World } from '../../world/create-world.ts'

/** The coupon and referral codes of the world. */
export const codeRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/coupons',
    {
      schema: {
        operationId: 'control/listCoupons',
        tags: ['Control'],
        summary: 'The coupons with their counters, in the order they were created',
        description: 'Those of the scenario, and those that rules have made.',
        querystring: CodesPage,
        response: { 200: PageOf(CampaignCoupon, 'CouponPage') },
      },
    },
    async (request, reply) => {
      const { world } = request
      const { limit, cursor: after = 0, campaignId } = request.query
      const found = await world.store.coupons({ after, limit: limit + 1, campaignId })
      const nameOf = campaignNames(world)
      const coupons = found.map(({ coupon, reservedBy }) => ({
        ...coupon,
        campaignName: nameOf(coupon.campaignId),
        reservationCounter: reservedBy.length,
        reservedBy: [...reservedBy],
      }))
      reply.send(pageOf(coupons, limit))
    },
  )

  app.get(
    '/referrals',
    {
      schema: {
        operationId: 'control/listReferrals',
        tags: ['Control'],
        summary: 'The referral codes with their counters, in the order they were created',
        description: 'Those of the scenario, and those that requests and rules have made.',
        querystring: CodesPage,
        response: { 200: PageOf(CampaignReferral, 'ReferralPage') },
      },
    },
    async (request, reply) => {
      const { world } = request
      const { limit, cursor: after = 0, campaignId } = request.query
      const found = await world.store.referrals({ after, limit: limit + 1, campaignId })
      const nameOf = campaignNames(world)
      const referrals = found.map(({ referral }) => ({
        ...referral,
        campaignName: nameOf(referral.campaignId),
      }))
      reply.send(pageOf(referrals, limit))
    },
  )
  done()
}

const campaignNames = ({ program }: World): ((id: number) => string) => {
  const names = new Map(program.account.campaigns.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? ''
}

/** One page of records, of which there is one more when there is another page. */
const pageOf = <T extends { id: number }>(
  records: readonly T[],
  limit: number,
): { items: T[]; next: string | null } => {
  const items = records.slice(0, limit)
  return { items, next: records.length > limit ? String(items.at(-1)?.id) : null }
}
