import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { FaultyReply, ProblemReply } from '../../contract/control/problem.ts'
import { InWorld } from '../../contract/control/requests.ts'
import { Snapshot } from '../../contract/control/snapshot.ts'
import { takeControlBodies } from '../json-body.ts'
import { createValidatorCompiler, withoutBodies } from '../validators.ts'
import { replyProblem } from './problem-reply.ts'

/** Largest snapshot that is taken over HTTP, in bytes. */
const MAX_SNAPSHOT = 64 * 1024 * 1024

/** The state of a world, out and in. */
export const snapshotRoutes: FastifyPluginAsyncTypebox = async (app) => {
  // Names of codes, costs and attributes are keys in it, whatever they are.
  takeControlBodies(app, { anyKey: true })

  app.get(
    '/snapshot',
    {
      schema: {
        operationId: 'control/takeSnapshot',
        tags: ['Control'],
        summary: 'The state of the world as one document',
        description:
          'Restored, also in another world or after a restart, it gives the same answers again, byte for byte but for the IDs of exchanges and the RequestUUID of refusals. Exchanges, what sinks received and callbacks on their way are not in it.',
        querystring: InWorld,
        response: { 200: Snapshot },
      },
    },
    async (request, reply) => {
      reply.send(await request.world.snapshot())
    },
  )

  app.put(
    '/snapshot',
    {
      bodyLimit: MAX_SNAPSHOT,
      validatorCompiler: withoutBodies(createValidatorCompiler()),
      schema: {
        operationId: 'control/restoreSnapshot',
        tags: ['Control'],
        summary: 'Go on from a snapshot; callbacks on their way are cancelled',
        description: `Exchanges and what sinks received stay; rate limits begin anew. At most ${MAX_SNAPSHOT / 1024 / 1024} MiB.`,
        querystring: InWorld,
        body: Snapshot,
        response: {
          204: Type.Null(),
          409: ProblemReply('The world has another scenario'),
          422: FaultyReply('It is faulty, and nothing has changed'),
        },
      },
    },
    async (request, reply) => {
      // Loaded when it is needed, which is seldom.
      const { checkSnapshot } = await import('../check-document.ts')
      const checked = checkSnapshot(request.body)
      if (!checked.ok) {
        const { faults } = checked
        const detail = `the snapshot is faulty, and nothing has changed: ${faults[0]}`
        return void replyProblem(reply, 422, 'snapshot-faulty', detail, { faults })
      }
      const { world } = request
      if (await world.restore(checked.snapshot)) return void reply.code(204).send(null)
      const { application, fingerprint } = checked.snapshot.scenario
      const detail = `the snapshot is of ${JSON.stringify(application)}, a scenario with the fingerprint ${fingerprint}, and the world has one with ${world.program.fingerprint}; load that first: --scenario FILE, or PUT /_mock/scenario?world=${world.name}`
      replyProblem(reply, 409, 'scenario-differs', detail)
    },
  )
}
