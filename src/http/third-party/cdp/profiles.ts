import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { SkipNonExistingAttributes } from '../../../contract/service/customer-sessions.ts'
import { RuleResult } from '../../../contract/service/integration-state.ts'
import { CustomerProfileParams, UpdateProfileRequest } from '../../../contract/service/profiles.ts'
import { sendJson } from '../../send-json.ts'
import type { Platform } from '../platform.ts'
import { numbers, update, updateOf } from '../profile-requests.ts'
import { REFUSALS } from '../responses.ts'

/**
 * Update a customer profile; changes of audiences run the rules. Source: Third-party OpenAPI,
 * `cdp/updateCustomerProfile`, `runRuleEngine`.
 */
export const profilesOf =
  ({ operations, headers, integrationOf }: Platform): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.put(
      '/customer_profile/:customerProfileId',
      {
        schema: {
          headers,
          operationId: `${operations}/updateCustomerProfile`,
          summary: 'Update customer profile',
          params: CustomerProfileParams,
          querystring: SkipNonExistingAttributes,
          body: UpdateProfileRequest,
          response: { 200: RuleResult, ...REFUSALS },
        },
      },
      async (request, reply) => {
        const { params, query, body } = request
        const { result } = await update(request, {
          ...updateOf(params.customerProfileId, body, integrationOf(request)),
          unknownAttributes: query.skipNonExistingAttributes ? 'skip' : 'refuse',
          audiences: numbers(body.audiencesChanges),
          audiencesAlone: 'run rules',
        })
        return sendJson(reply, 200, JSON.stringify(result))
      },
    )
    done()
  }
