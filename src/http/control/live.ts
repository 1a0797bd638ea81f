import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { LiveExchange } from '../../contract/control/live.ts'
import { ProblemReply } from '../../contract/control/problem.ts'
import { LiveQuery } from '../../contract/control/requests.ts'
import type { FeedEvent } from '../../world/feed.ts'
import { replyProblem } from './problem-reply.ts'

/** How often a reader to whom nothing happens hears that it is still connected. */
const HEARTBEAT_MS = 15_000
/** What a reader may leave unread. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** How long one that is given up may take to read what is left. */
const LAST_WORDS_MS = 5000

/** Where a reader was, from the ID of the last event that it saw; undefined: in another run. */
const placeOf = (lastEventId: unknown, mark: string): number | undefined => {
  const place = /^(.+)\.(\d+)$/.exec(String(lastEventId))
  return place?.[1] === mark ? Number(place[2]) : undefined
}

const dataOf = (event: FeedEvent): unknown => {
  switch (event.kind) {
    case 'exchange':
      return event.exchange
    case 'cleared':
      return {}
    case 'skipped':
      return { count: event.count }
    case 'dropped':
      return { reason: 'some of what changed meanwhile has fallen out of the ledger' }
  }
}

/** What readers are told, as text; made once for all of them. */
const texts = new WeakMap<readonly FeedEvent[], string>()

const textOf = (events: readonly FeedEvent[], mark: string): string => {
  const known = texts.get(events)
  if (known !== undefined) return known
  const text = events
    .map(
      (event) =>
        `id: ${mark}.${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(dataOf(event))}\n\n`,
    )
    .join('')
  texts.set(events, text)
  return text
}

/** The ledger's changes as they come, as server-sent events. */
export const liveRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/live',
    {
      schema: {
        operationId: 'control/live',
        tags: ['Control'],
        summary: 'Exchanges and their callbacks as they change, as server-sent events',
        description:
          'First the newest exchanges, oldest first, then each change. `exchange`: how one stands now, several changes in quick succession being one; `skipped`: so many changed faster than they are told; `cleared`: the ledger was forgotten; `dropped`: something was missed, since it fell out of the ledger or the reader was too slow, who is disconnected then. `Last-Event-ID` goes on where a reader was.',
        querystring: LiveQuery,
        response: {
          200: {
            description: 'A stream that does not end; the data of `exchange`',
            content: { 'text/event-stream': { schema: LiveExchange } },
          },
          503: ProblemReply('Stopping, or too many readers'),
        },
      },
    },
    (request, reply) => {
      const { feed, machine } = request.world
      const { raw } = reply
      let stop: (() => void) | undefined
      let heartbeat: (() => void) | undefined

      const beat = () => {
        raw.write(': still here\n\n')
        heartbeat = machine.setTimer(HEARTBEAT_MS, beat)
      }
      const leave = () => {
        stop?.()
        heartbeat?.()
      }
      const giveUp = () => {
        leave()
        raw.end('event: dropped\ndata: {"reason":"the reader was too slow"}\n\n')
        const cut = machine.setTimer(LAST_WORDS_MS, () => raw.destroy())
        raw.once('close', cut)
      }
      let begun = false
      let text = ''
      const reading = feed.read({
        since: placeOf(request.headers['last-event-id'], feed.mark),
        backlog: request.query.backlog,
        tell(events) {
          text = textOf(events, feed.mark)
          if (!begun) return
          raw.write(text)
          if (raw.writableLength > MAX_UNREAD_BYTES) giveUp()
        },
        end() {
          leave()
          raw.end()
        },
      })
      if (!reading) {
        replyProblem(reply, 503, 'too-many-readers', 'the feed has no room for another reader')
        return
      }
      stop = reading
      reply.hijack()
      raw.once('close', leave)
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // A proxy in front must not collect it.
        'x-accel-buffering': 'no',
      })
      begun = true
      raw.write(`: the changes of world ${request.world.name}\n\n${text}`)
      heartbeat = machine.setTimer(HEARTBEAT_MS, beat)
    },
  )
  done()
}
