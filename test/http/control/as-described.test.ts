import type { TSchema } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import t from 'tap'
import { CampaignCoupon, CampaignReferral } from '../../../src/contract/control/codes.ts'
import { Exchange } from '../../../src/contract/control/exchange.ts'
import { Explanation } from '../../../src/contract/control/explanation.ts'
import { Fault } from '../../../src/contract/control/faults.ts'
import { BoundedPageOf, PageOf } from '../../../src/contract/control/replies.ts'
import { LoadedScenario } from '../../../src/contract/control/scenario.ts'
import { SinkReceiptPage } from '../../../src/contract/control/sinks.ts'
import { Snapshot } from '../../../src/contract/control/snapshot.ts'
import { CustomerProfile } from '../../../src/contract/service/integration-state.ts'
import { Loyalty } from '../../../src/contract/service/loyalty.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { exchangeIdOf, putSession, waitForState } from '../../helpers/put-session.ts'

const ajv = new Ajv({
  allowUnionTypes: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
})

/** What the schema has, and nothing besides: objects are closed here, which the description leaves open. */
const closed = (schema: TSchema): unknown =>
  JSON.parse(JSON.stringify(schema), (_, part) =>
    part?.properties && part.title !== 'Effect' ? { ...part, additionalProperties: false } : part,
  )

const REPLIES: readonly [path: string, TSchema][] = [
  ['sessions/s1/explanation', Explanation],
  ['scenario', LoadedScenario],
  ['faults', PageOf(Fault, 'FaultPage')],
  ['sinks/a', SinkReceiptPage],
  ['exchanges', BoundedPageOf(Exchange, 'ExchangePage', '')],
  ['snapshot', Snapshot],
  ['profiles', PageOf(CustomerProfile, 'ProfilePage')],
  ['profiles/cust-7/loyalty', Loyalty],
  ['coupons', PageOf(CampaignCoupon, 'CouponPage')],
  ['referrals', PageOf(CampaignReferral, 'ReferralPage')],
]

const FAULTS = [
  { where: 'request', match: { sessionId: 's1' }, do: { malformed: true }, ttlMs: 5000 },
  { where: 'callback', do: { duplicate: true } },
  { where: 'callback', do: { truncate: true }, times: 5 },
]
const SCRIPT = [503, { status: 503, delayMs: 5, headers: { 'retry-after': 5 } }]

for (const [path, schema] of REPLIES) {
  t.test(`/_mock/${path} answers as it is described`, async (t) => {
    const { app, world, listen } = await buildTestApp(t, { scenario: 'demo' })
    const session = makeSession({ couponCodes: ['XMAS-20-2021', 'NOPE'], referralCode: 'NT2K54D9' })
    for (const payload of FAULTS)
      await app.inject({ method: 'POST', url: '/_mock/faults', payload })
    await app.inject({ method: 'PUT', url: '/_mock/sinks/a', payload: { script: SCRIPT } })
    const receiver = { 'x-callback-destination-uri': `${await listen()}/_mock/sink/a` }
    const put = await putSession(app, 's1', receiver, session)
    await waitForState(world, exchangeIdOf(put), 'waiting')
    const validate = ajv.compile(closed(schema) as object)
    t.ok(validate((await app.inject(`/_mock/${path}`)).json()), ajv.errorsText(validate.errors))
  })
}
