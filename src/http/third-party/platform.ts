import type { TSchema } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'

/** What tells the routes of one platform from those of another that has the same. */
export interface Platform {
  /** How its operation IDs begin. */
  readonly operations: string
  readonly headers: TSchema
  /** What audiences say that they come from. */
  integrationOf(request: Pick<FastifyRequest, 'headers'>): string
}
