import { Readable } from 'node:stream'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { createCallbackSink } from '../../helpers/callback-sink.ts'
import { makeSession, SEGMENT_HEADERS } from '../../helpers/make-session.ts'
import { putSession } from '../../helpers/put-session.ts'

t.test(
  'a request that is under way across a reset is answered, and gets no callback',
  async (t) => {
    const { app } = await buildTestApp(t)
    const sink = await createCallbackSink(t)
    const body = new Readable()
    const reading = new Promise<void>((resolve) => {
      body._read = () => resolve()
    })
    const underWay = app
      .inject({
        method: 'PUT',
        url: '/segment/v2/customer_sessions/s1',
        headers: {
          ...SEGMENT_HEADERS,
          'content-type': 'application/json',
          'x-callback-destination-uri': `${sink.url}/before`,
        },
        payload: body,
      })
      .then((reply) => reply)
    await reading
    await app.inject({ method: 'POST', url: '/_mock/reset' })
    body.push(JSON.stringify(makeSession()))
    body.push(null)
    t.equal((await underWay).statusCode, 200)
    // Callbacks of one session to one receiver come in order: an earlier one would come first.
    await putSession(app, 's1', { 'x-callback-destination-uri': `${sink.url}/after` })
    await sink.waitFor(1)
    t.strictSame(
      sink.received.map(({ path }) => path),
      ['/after'],
    )
  },
)
