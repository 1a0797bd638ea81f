import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { FaultyReply } from '../../contract/control/problem.ts'
import { InWorld } from '../../contract/control/requests.ts'
import { LoadedScenario, ScenarioDocument } from '../../contract/control/scenario.ts'
import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import { takeJsonText } from '../json-body.ts'
import { createValidatorCompiler, withoutBodies } from '../validators.ts'
import { replyProblem } from './problem-reply.ts'

/** What the control API asks of whoever knows how scenarios are read. */
export interface Scenarios {
  /** What a program was loaded from. */
  report(program: RuleProgram): LoadedScenario
  /** Makes a program of the text of a scenario that names no other files; all faults at once. */
  read(text: string): { ok: true; program: RuleProgram } | { ok: false; faults: readonly string[] }
}

/** Largest scenario that is taken over HTTP, in bytes. */
const MAX_SCENARIO = 4 * 1024 * 1024

/** The scenario of a world: looked at, and replaced. */
export const scenarioRoutes: FastifyPluginAsyncTypebox<{ scenarios: Scenarios }> = async (
  app,
  { scenarios },
) => {
  // The reader of scenarios says in which line of the text a fault is.
  takeJsonText(app)

  app.get(
    '/scenario',
    {
      schema: {
        operationId: 'control/getScenario',
        tags: ['Control'],
        summary: 'The scenario of the world, and what was wrong with a change of its file',
        querystring: InWorld,
        response: { 200: LoadedScenario },
      },
    },
    (request, reply) => {
      reply.send(scenarios.report(request.world.program))
    },
  )

  app.put(
    '/scenario',
    {
      bodyLimit: MAX_SCENARIO,
      validatorCompiler: withoutBodies(createValidatorCompiler()),
      schema: {
        operationId: 'control/loadScenario',
        tags: ['Control'],
        summary: 'Begin the world anew with another scenario',
        description: `The document of a scenario file, as JSON; it can't name other files. A reset goes back to it, --watch leaves this world alone from now on, and the exchanges stay. At most ${MAX_SCENARIO / 1024 / 1024} MiB.`,
        querystring: InWorld,
        body: ScenarioDocument,
        response: {
          200: LoadedScenario,
          422: FaultyReply('It is faulty, and nothing has changed'),
        },
      },
    },
    async (request, reply) => {
      // The parser of this route gives the text.
      const read = scenarios.read(String(request.body ?? ''))
      if (!read.ok) {
        const { faults } = read
        const detail = `the scenario is faulty, and nothing has changed: ${faults[0]}`
        return void replyProblem(reply, 422, 'scenario-faulty', detail, { faults })
      }
      await request.world.load(read.program)
      reply.send(scenarios.report(request.world.program))
    },
  )
}
