import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { FaultyReply, ProblemReply } from '../../contract/control/problem.ts'
import { InWorld } from '../../contract/control/requests.ts'
import { LoadedScenario, ScenarioDocument } from '../../contract/control/scenario.ts'
import type { RuleProgram } from '../../core/rewards/rule-program.ts'
import { SHARED, type Worlds } from '../../world/worlds.ts'
import { takeJsonText } from '../json-body.ts'
import { createValidatorCompiler, withoutBodies } from '../validators.ts'
import { replyProblem } from './problem-reply.ts'

/** Begins every world anew that follows the scenario of the settings. */
export type LoadAll = (program: RuleProgram) => Promise<void>

/** What became of reading the files again. */
export type Reloaded = { ok: true } | { ok: false; faults: readonly string[] }

/** What the control API asks of whoever knows how scenarios are read. */
export interface Scenarios {
  /** What a program was loaded from. */
  report(program: RuleProgram): LoadedScenario
  /** Makes a program of the text of a scenario that names no other files; all faults at once. */
  read(text: string): { ok: true; program: RuleProgram } | { ok: false; faults: readonly string[] }
  /** Whether a program is of the scenario that the settings say, and not of one that was put. */
  follows(program: RuleProgram): boolean
  /** Reads that scenario again; what is faulty changes nothing. */
  reload(load: LoadAll): Promise<Reloaded>
}

export interface ScenarioRoutesOptions {
  scenarios: Scenarios
  worlds: Pick<Worlds, 'load'>
}

/** Largest scenario that is taken over HTTP, in bytes. */
const MAX_SCENARIO = 4 * 1024 * 1024

/** The scenario of a world: looked at, and replaced. */
export const scenarioRoutes: FastifyPluginAsyncTypebox<ScenarioRoutesOptions> = async (
  app,
  { scenarios, worlds },
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
      if (!read.ok) return void replyFaulty(reply, read.faults)
      await request.world.load(read.program)
      reply.send(scenarios.report(request.world.program))
    },
  )

  app.post(
    '/scenario/reload',
    {
      schema: {
        operationId: 'control/reloadScenario',
        tags: ['Control'],
        summary: 'Read the files of the scenario again, and begin the worlds that have it anew',
        description:
          'What --watch does when they have changed, and whether they have or not. The exchanges stay, and so do worlds whose scenario was put.',
        querystring: InWorld,
        response: {
          200: LoadedScenario,
          409: ProblemReply('The scenario of the world was put, and no file is behind it'),
          422: FaultyReply('It is faulty, and nothing has changed'),
        },
      },
    },
    async (request, reply) => {
      const { world } = request
      if (!scenarios.follows(world.program)) {
        return void replyProblem(reply, 409, 'scenario-was-put', whatToDo(world.name))
      }
      const reloaded = await scenarios.reload(worlds.load)
      if (reloaded.ok) reply.send(scenarios.report(world.program))
      else replyFaulty(reply, reloaded.faults)
    },
  )
}

const whatToDo = (world: string): string => {
  const put = `the scenario of the world ${world} was put, and no file is behind it: put it again as it is now, PUT /_mock/scenario?world=${world}`
  return world === SHARED
    ? put
    : `${put}, or drop the world, DELETE /_mock/worlds/${world}, so that it begins with the file`
}

const replyFaulty = (reply: FastifyReply, faults: readonly string[]): FastifyReply => {
  const detail = `the scenario is faulty, and nothing has changed: ${faults[0]}`
  return replyProblem(reply, 422, 'scenario-faulty', detail, { faults })
}
