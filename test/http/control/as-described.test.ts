import type { TSchema } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import t from 'tap'
import { Explanation } from '../../../src/contract/control/explanation.ts'
import { PageOf } from '../../../src/contract/control/replies.ts'
import { LoadedScenario } from '../../../src/contract/control/scenario.ts'
import { Snapshot } from '../../../src/contract/control/snapshot.ts'
import { CustomerProfile } from '../../../src/contract/service/integration-state.ts'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { makeSession } from '../../helpers/make-session.ts'
import { putSession } from '../../helpers/put-session.ts'

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
  ['snapshot', Snapshot],
  ['profiles', PageOf(CustomerProfile, 'ProfilePage')],
]

for (const [path, schema] of REPLIES) {
  t.test(`/_mock/${path} answers as it is described`, async (t) => {
    const { app } = await buildTestApp(t, { scenario: 'demo' })
    const session = makeSession({ couponCodes: ['XMAS-20-2021', 'NOPE'], referralCode: 'NT2K54D9' })
    await putSession(app, 's1', {}, session)
    const validate = ajv.compile(closed(schema) as object)
    t.ok(validate((await app.inject(`/_mock/${path}`)).json()), ajv.errorsText(validate.errors))
  })
}
