import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  IntegrationProfileParams,
  PutProfileQuery,
  PutProfileRequest,
  PutProfilesRequest,
  SilentQuery,
} from '../../contract/service/integration-requests.ts'
import { RuleResult } from '../../contract/service/integration-state.ts'
import { Inventory, InventoryQuery } from '../../contract/service/inventory.ts'
import { notFound } from '../../core/errors.ts'
import type { ProfileUpdate } from '../../core/profiles/update.ts'
import { selectFields } from '../../core/state.ts'
import { sendJson, sendNothing } from '../send-json.ts'
import { checkCampaigns } from './dry-campaigns.ts'
import { COMMON, fieldsOf, IDEMPOTENT, REFUSALS } from './responses.ts'

const Result = Type.Partial(RuleResult, { title: 'SelectedResult' })

const FIXED: Pick<ProfileUpdate, 'unknownAttributes' | 'audiencesPointer' | 'integration'> = {
  unknownAttributes: 'refuse',
  audiencesPointer: '/audiencesChanges',
  integration: '',
}

/**
 * Customer profiles: one, many, what they hold, and their removal. Source: Integration API, "Update
 * customer profile", "Update multiple customer profiles", "List customer data", "Delete customer's personal data".
 */
export const customerProfiles: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.put(
    '/v2/customer_profiles/:integrationId',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'updateCustomerProfileV2',
        summary: 'Update customer profile',
        params: IntegrationProfileParams,
        querystring: PutProfileQuery,
        body: PutProfileRequest,
        response: { 200: Result, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { world, params, query, body, exchange } = request
      const profileId = params.integrationId
      exchange.profileId = profileId
      const runsRules = query.runRuleEngine === true
      // Source: Integration API, `dry`: it only works with the rules.
      const isDry = runsRules && query.dry === true
      checkCampaigns(body.evaluableCampaignIds, isDry)
      const { result } = await world.profiles.update(
        {
          ...FIXED,
          profileId,
          attributes: body.attributes,
          attributesPointer: '/attributes',
          audiences: body.audiencesChanges,
          runsRules,
          campaigns: body.evaluableCampaignIds ?? undefined,
        },
        isDry,
      )
      // Source: Integration API, `responseContent`: not usable without the rules.
      const fields = fieldsOf(runsRules ? body.responseContent : undefined)
      return sendJson(reply, 200, JSON.stringify(selectFields(result, fields)))
    },
  )

  app.put(
    '/v2/customer_profiles',
    {
      schema: {
        ...IDEMPOTENT,
        operationId: 'updateCustomerProfilesV2',
        summary: 'Update multiple customer profiles',
        querystring: SilentQuery,
        body: PutProfilesRequest,
        response: {
          200: Type.Object({ integrationStates: Type.Array(Result) }),
          204: Type.Null(),
          ...REFUSALS,
        },
      },
    },
    async ({ world, body, query }, reply) => {
      const decisions = await world.profiles.updateAll(
        body.customerProfiles.map(({ integrationId, attributes }, i) => ({
          ...FIXED,
          profileId: integrationId,
          attributes,
          attributesPointer: `/customerProfiles/${i}/attributes`,
          runsRules: false,
        })),
      )
      if (query.silent !== 'no') return sendNothing(reply)
      const integrationStates = decisions.map(({ result }) => result)
      return sendJson(reply, 200, JSON.stringify({ integrationStates }))
    },
  )

  app.get(
    '/v1/customer_profiles/:integrationId/inventory',
    {
      schema: {
        ...COMMON,
        operationId: 'getCustomerInventory',
        summary: 'List customer data',
        params: IntegrationProfileParams,
        querystring: InventoryQuery,
        response: { 200: Inventory, ...REFUSALS },
      },
    },
    async ({ world, params, query }, reply) => {
      const inventory = await world.profiles.inventory(params.integrationId, query)
      return sendJson(reply, 200, JSON.stringify(inventory))
    },
  )

  app.delete(
    '/v1/customer_data/:integrationId',
    {
      schema: {
        ...COMMON,
        operationId: 'deleteCustomerData',
        summary: "Delete customer's personal data",
        params: IntegrationProfileParams,
        response: { 204: Type.Null(), ...REFUSALS },
      },
    },
    async ({ world, params: { integrationId } }, reply) => {
      if (!(await world.removeProfile(integrationId))) {
        throw notFound('customer profile', integrationId, 'integrationId')
      }
      return sendNothing(reply)
    },
  )
  done()
}
