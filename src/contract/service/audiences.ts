import { type Static, Type } from '@sinclair/typebox'
import { Timestamp } from '../wire-types.ts'
import { MAX_INTEGRATION_ID } from './customer-sessions.ts'

/** Audiences. Source: Third-party OpenAPI, `audience`; Integration API, "Create audience". */

/**
 * An audience as replies show it. `id` is the deployment's number, `integrationId` what the platform in
 * `integration` calls it.
 */
export const Audience = Type.Object({
  accountId: Type.Integer(),
  id: Type.Integer(),
  created: Timestamp(),
  name: Type.String(),
  integration: Type.Optional(Type.String()),
  integrationId: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  sandbox: Type.Optional(Type.Boolean()),
  subscribedApplicationsIds: Type.Optional(Type.Array(Type.Integer())),
})
export type Audience = Static<typeof Audience>

const Name = Type.String({ minLength: 1, maxLength: MAX_INTEGRATION_ID })

/** Source: Third-party OpenAPI, `CreateAndUpdateAudienceRequest`. */
export const CreateAudienceRequest = Type.Object({
  audienceId: Type.String({
    minLength: 1,
    maxLength: MAX_INTEGRATION_ID,
    description: "The platform's ID of the audience.",
  }),
  audienceName: Name,
})

/** The specification requires `audienceId` too; Segment's client sends the name alone, and the path has the ID. */
export const RenameAudienceRequest = Type.Object({ audienceName: Name })

export const AudienceParams = Type.Object({
  audienceId: Type.String({
    minLength: 1,
    maxLength: MAX_INTEGRATION_ID,
    description: "The platform's ID of the audience.",
  }),
})
