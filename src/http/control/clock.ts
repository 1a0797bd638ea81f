import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { AdvanceClock, ClockMoved, ClockState, SetClock } from '../../contract/control/clock.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { InWorld } from '../../contract/control/requests.ts'
import type { WorldClock } from '../../world/clock.ts'
import { replyProblem } from './problem-reply.ts'

const stateOf = (clock: WorldClock): ClockState => ({
  now: new Date(clock.now()).toISOString(),
  frozen: clock.isFrozen,
})

/** The time of a world: looked at, stopped, moved. */
export const clockRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/clock',
    {
      schema: {
        operationId: 'control/getClock',
        tags: ['Control'],
        summary: 'The time of the world',
        querystring: InWorld,
        response: { 200: ClockState },
      },
    },
    (request, reply) => void reply.send(stateOf(request.world.clock)),
  )

  app.put(
    '/clock',
    {
      schema: {
        operationId: 'control/setClock',
        tags: ['Control'],
        summary: 'Stop the clock at a time, or let it go on',
        description:
          'A later time than now is gone to as `advance` does. With an earlier one, what is due stays due when it was.',
        querystring: InWorld,
        body: SetClock,
        response: { 200: ClockMoved },
      },
    },
    async (request, reply) => {
      const { clock } = request.world
      const { frozenAt } = request.body
      let fired = 0
      if (frozenAt === null) clock.free()
      else fired = await clock.freezeAt(Date.parse(frozenAt))
      reply.send({ ...stateOf(clock), fired })
    },
  )

  app.post(
    '/clock/advance',
    {
      schema: {
        operationId: 'control/advanceClock',
        tags: ['Control'],
        summary: 'Move a clock that stands still, and do what became due, in order',
        description:
          'Answers when it is done: retries have been sent and answered, each at its own time.',
        querystring: InWorld,
        body: AdvanceClock,
        response: { 200: ClockMoved, 409: ProblemReply('The clock does not stand still') },
      },
    },
    async (request, reply) => {
      const { clock } = request.world
      if (!clock.isFrozen) {
        const detail = 'the clock goes by itself; stop it first: PUT /_mock/clock { "frozenAt": … }'
        return void replyProblem(reply, 409, 'clock-is-running', detail)
      }
      const fired = await clock.advance(request.body.ms)
      reply.send({ ...stateOf(clock), fired })
    },
  )
  done()
}
