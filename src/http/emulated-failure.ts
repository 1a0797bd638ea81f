import type { FastifyReply, FastifyRequest } from 'fastify'
import type { World } from '../world/create-world.ts'
import type { Failure } from './error-status.ts'
import { toIntegrationError } from './integration/error-reply.ts'
import { INTEGRATION_PATH } from './integration/paths.ts'
import { sendJson } from './send-json.ts'
import { toThirdPartyError } from './third-party/error-reply.ts'

/** The error body of the API family that a request belongs to, as JSON. */
export const emulatedErrorOf = (
  request: FastifyRequest,
  failure: Failure,
  { ids }: Pick<World, 'ids'>,
): string =>
  JSON.stringify(
    INTEGRATION_PATH.test(request.url)
      ? toIntegrationError(failure)
      : toThirdPartyError(failure, ids.uuid()),
  )

/** Answers a request of the emulated APIs with a failure, in the form of its family. */
export const replyEmulatedFailure = (
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
): FastifyReply => sendJson(reply, failure.status, emulatedErrorOf(request, failure, request.world))
