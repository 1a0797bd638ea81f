import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { putSession, walk } from '../../helpers/put-session.ts'

interface Listed {
  integrationId: string
}

t.test('sessions are listed as they are stored, in the order they were created', async (t) => {
  const { app } = await buildTestApp(t)
  const replies = [await putSession(app, 'b'), await putSession(app, 'a')]
  const again = await putSession(app, 'b', {}, makeSession({ couponCodes: ['X'] }))
  const { items, next } = (await app.inject('/_mock/sessions')).json()
  t.strictSame(items, [again.json().customerSession, replies[1]?.json().customerSession])
  t.equal(next, null)
})

t.test('a walk over the pages meets every session once, while new ones arrive', async (t) => {
  const { app } = await buildTestApp(t)
  const before: string[] = []
  for (let i = 0; i < 7; i++) {
    before.push(`s${i}`)
    await putSession(app, `s${i}`)
  }
  for (const limit of [1, 2, 7, 500]) {
    const walked = await walk<Listed>(app, '/_mock/sessions', limit)
    t.strictSame(
      walked.map(({ integrationId }) => integrationId),
      before,
      `pages of ${limit}`,
    )
  }
  const later = ['late1', 'late2']
  const arriving = [...later]
  const walked = await walk<Listed>(app, '/_mock/sessions', 3, async () => {
    const id = arriving.shift()
    if (id) await putSession(app, id)
    await putSession(app, 's0')
  })
  t.strictSame(
    walked.map(({ integrationId }) => integrationId),
    [...before, ...later],
  )
})

t.test('a walk skips nothing when sessions are dropped on the way', async (t) => {
  const { app } = await buildTestApp(t)
  for (let i = 0; i < 6; i++) await putSession(app, `s${i}`)
  const first = (await app.inject('/_mock/sessions?limit=2')).json()
  await app.inject({ method: 'DELETE', url: '/_mock/sessions/s0' })
  await app.inject({ method: 'DELETE', url: '/_mock/sessions/s1' })
  const second = (await app.inject(`/_mock/sessions?limit=2&cursor=${first.next}`)).json()
  t.match(second.items, [{ integrationId: 's2' }, { integrationId: 's3' }])
})

t.test('a page that is not as described is refused', async (t) => {
  const { app } = await buildTestApp(t)
  for (const query of [
    'limit=0',
    'limit=501',
    'cursor=x',
    'cursor=-1',
    'cursor=1.5',
    'state=open',
  ]) {
    isProblem(t, await app.inject(`/_mock/sessions?${query}`), 400, 'bad-request')
  }
})

t.test('one session is found by its integration ID, whatever is in it', async (t) => {
  const { app } = await buildTestApp(t)
  for (const id of ['s1', 'a/b', 'é', '%', 'x'.repeat(1000)]) {
    const put = await putSession(app, encodeURIComponent(id))
    t.equal(put.statusCode, 200)
    const reply = await app.inject(`/_mock/sessions/${encodeURIComponent(id)}`)
    t.equal(reply.statusCode, 200)
    t.strictSame(reply.json(), put.json().customerSession)
  }
  isProblem(t, await app.inject('/_mock/sessions/nobody'), 404, 'not-found')
})

t.test('a dropped session is gone, as if it had never been', async (t) => {
  const { app } = await buildTestApp(t)
  await putSession(app, 's1', {}, makeSession({ state: 'closed' }))
  const remove = () => app.inject({ method: 'DELETE', url: '/_mock/sessions/s1' })
  const reply = await remove()
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  isProblem(t, await app.inject('/_mock/sessions/s1'), 404, 'not-found')
  isProblem(t, await remove(), 404, 'not-found')
  const { customerSession, customerProfile } = (await putSession(app, 's2')).json()
  t.equal(customerSession.firstSession, true)
  t.match(customerProfile, { closedSessions: 0, totalSales: 0 })
  const anew = (await putSession(app, 's1')).json()
  t.match(anew.customerSession, { state: 'open', updateCount: 1, firstSession: false })
})

t.test('DELETE takes a content type without a body, as some clients send it', async (t) => {
  const { app } = await buildTestApp(t)
  await putSession(app, 's1')
  const reply = await app.inject({
    method: 'DELETE',
    url: '/_mock/sessions/s1',
    headers: { 'content-type': 'application/json' },
  })
  t.equal(reply.statusCode, 204)
})
