import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Isolation } from '../../contract/control/worlds.ts'
import { SHARED, WORLD_NAME, type Worlds } from '../../world/worlds.ts'
import { replyProblem } from '../control/problem-reply.ts'
import '../world-of-request.ts'

export interface ControlWorldOptions {
  isolation: Isolation
  worlds: Worlds
}

/**
 * Picks the world that a request to the control API is about: the one that `?world=` names, else the shared
 * one. A name that no request has used yet is one, too: a test may set a clock before it sends anything.
 */
export const controlWorld = fp(
  (app: FastifyInstance, { isolation, worlds }: ControlWorldOptions, done: () => void) => {
    app.decorateRequest('world')
    app.addHook<{ Querystring: { world?: unknown } }>('onRequest', (request, reply, next) => {
      const name = request.query.world ?? SHARED
      if (typeof name !== 'string' || !WORLD_NAME.test(name)) {
        const detail = 'world must be a name of letters, digits, _, . and -'
        replyProblem(reply, 400, 'bad-request', detail)
      } else if (isolation === 'shared' && name !== SHARED) {
        const detail = `there is no world ${name}: with --isolation shared all requests share one`
        replyProblem(reply, 404, 'not-found', detail)
      } else {
        request.world = worlds.world(name)
        next()
      }
    })
    done()
  },
  { name: 'control-world' },
)
