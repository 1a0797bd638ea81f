import { EventEmitter, once } from 'node:events'
import Fastify from 'fastify'
import t from 'tap'
import { IDEMPOTENT } from '../../../src/http/integration/responses.ts'
import { idempotency } from '../../../src/http/plugins/idempotency.ts'
import type { World } from '../../../src/world/create-world.ts'
import { createReplays } from '../../../src/world/replays.ts'
import { createFixedClock } from '../../helpers/fixed-clock.ts'

// Source: Integration API, `Idempotency-Key`. Assumed: of those that wait for one that is refused, the first
// goes on.

/** A route whose requests are answered one by one, by the test, and a word on who is where. */
const build = async () => {
  const steps = new EventEmitter()
  const replays = createReplays(createFixedClock())
  /** Names of those that got through to the handler, in order. */
  const worked: string[] = []
  let waiting = 0
  const find: typeof replays.find = (key) => {
    const pending = replays.find(key)
    if (pending) waiting++
    steps.emit('step')
    return pending
  }
  const app = Fastify()
  app.addHook('onRequest', async (request) => {
    // All of a world that the plugin looks at.
    request.world = { replays: { ...replays, find } } as World
  })
  app.register(idempotency)
  app.register(async (routes) => {
    routes.post<{ Body: { name: string } }>(
      '/',
      { schema: IDEMPOTENT },
      async ({ body }, reply) => {
        worked.push(body.name)
        steps.emit('step')
        const [status] = await once(steps, body.name)
        return reply.code(status).send({ name: body.name })
      },
    )
  })
  const until = async (holds: () => boolean) => {
    while (!holds()) await once(steps, 'step')
  }
  return {
    app,
    worked,
    send: async (name: string) => {
      const headers = { 'idempotency-key': 'key-1' }
      const reply = await app.inject({ method: 'POST', url: '/', headers, payload: { name } })
      return [reply.statusCode, reply.json().name]
    },
    /** Resolves when so many requests have got through to the handler. */
    work: (count: number) => until(() => worked.length >= count),
    /** Resolves when requests have begun to wait so many times in all. */
    waits: (count: number) => until(() => waiting >= count),
    answer: (name: string, status: number) => void steps.emit(name, status),
  }
}

t.test(
  'of those that wait for one that is refused the first goes on, the others wait for it',
  async (t) => {
    const { app, worked, send, work, waits, answer } = await build()
    t.teardown(() => app.close())
    const first = send('first')
    await work(1)
    const second = send('second')
    await waits(1)
    const third = send('third')
    await waits(2)
    const fourth = send('fourth')
    await waits(3)
    t.strictSame(worked, ['first'])

    answer('first', 400)
    t.strictSame(await first, [400, 'first'])
    await work(2)
    await waits(5)
    t.strictSame(worked, ['first', 'second'], 'two wait again')

    answer('second', 503)
    t.strictSame(await second, [503, 'second'])
    await work(3)
    await waits(6)
    t.strictSame(worked, ['first', 'second', 'third'])

    answer('third', 200)
    t.strictSame(await third, [200, 'third'])
    t.strictSame(await fourth, [200, 'third'], 'is answered as the one that it waited for')
    t.strictSame(await send('fifth'), [200, 'third'])
    t.strictSame(worked, ['first', 'second', 'third'], 'and never worked on')
  },
)
