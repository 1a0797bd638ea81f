import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { buildTestApp } from '../../helpers/build-test-app.ts'
import { isProblem } from '../../helpers/is-problem.ts'

const ROUTES = [
  'put /segment/customer_sessions/{customerSessionId}',
  'put /segment/v2/customer_sessions/{customerSessionId}',
  'get /v2/authping',
  'put /segment/customer_profile/{customerProfileId}',
  'put /segment/customer_profile_v2/{customerProfileId}',
  'put /segment/v2/customer_profiles/{customerProfileId}',
  'put /segment/customer_profiles/{customerProfileId}/audiences',
  'put /segment/customer_profiles/audiences',
  'put /segment/v2/customer_profiles/audiences',
  'put /segment/event',
  'put /segment/v2/events',
  'post /segment/audiences',
  'put /segment/audiences/{audienceId}',
  'delete /segment/audiences/{audienceId}',
  'put /cdp/customer_profile/{customerProfileId}',
  'put /cdp/customer_profile/{customerProfileId}/audiences',
  'put /cdp/customer_profiles/audiences',
  'put /cdp/v2/customer_profiles/audiences',
  'post /cdp/audiences',
  'put /cdp/audiences/{audienceId}',
  'delete /cdp/audiences/{audienceId}',
  'get /customer_engagement/coupon',
  'get /customer_engagement/referral',
  'get /customer_engagement/loyalty',
  'post /customer_engagement/add_loyalty_points',
  'get /iterable/coupon',
  'get /iterable/referral',
  'get /iterable/loyalty',
  'post /braze/referral',
  'post /braze/coupon',
  'post /braze/coupon_reservation',
  'post /braze/event',
  'post /emarsys/customer_profiles/coupons',
  'post /emarsys/loyalty_programs/profile/balance',
  'post /emarsys/customer_profiles/audiences',
  'post /mparticle',
  'put /v2/customer_sessions/{customerSessionId}',
  'get /v2/customer_sessions/{customerSessionId}',
  'post /v2/customer_sessions/{customerSessionId}/returns',
  'put /v2/customer_sessions/{customerSessionId}/reopen',
  'put /v2/customer_profiles/{integrationId}',
  'put /v2/customer_profiles',
  'get /v1/customer_profiles/{integrationId}/inventory',
  'delete /v1/customer_data/{integrationId}',
  'post /v2/events',
  'post /v3/events',
  'get /v3/events/{eventId}',
  'post /v1/coupon_reservations/{couponValue}',
  'delete /v1/coupon_reservations/{couponValue}',
  'get /v1/coupon_reservations/customerprofiles/{couponValue}',
  'post /v1/referrals',
  'post /v1/referrals_for_multiple_advocates',
  'get /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances',
  'get /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points',
  'get /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions',
  'post /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/delete_transactions',
  'get /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/balances',
  'get /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/points',
  'get /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transactions',
  'post /v1/loyalty_programs/{loyaltyProgramId}/cards',
  'post /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/link_profile',
  'post /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/unlink_profile',
  'post /v1/loyalty_programs/{loyaltyProgramId}/activate_points',
  'post /v2/audiences',
  'put /v2/audiences/{audienceId}',
  'delete /v2/audiences/{audienceId}',
  'delete /v2/audiences/{audienceId}/memberships',
  'post /v2/customer_audiences',
  'put /v2/audience_customers/{audienceId}/attributes',
  'get /v1/integration/campaigns',
  'get /_mock/health',
  'get /_mock/ready',
  'get /_mock/openapi.json',
  'get /_mock/docs',
  'get /_mock/fidelity',
  'get /_mock/scenario',
  'put /_mock/scenario',
  'post /_mock/scenario/reload',
  'get /_mock/exchanges',
  'get /_mock/exchanges/{id}',
  'post /_mock/callbacks/{id}/redeliver',
  'get /_mock/sessions',
  'get /_mock/sessions/{id}',
  'get /_mock/sessions/{id}/explanation',
  'delete /_mock/sessions/{id}',
  'delete /_mock/exchanges',
  'put /_mock/sessions/{id}',
  'get /_mock/profiles',
  'get /_mock/profiles/{id}',
  'put /_mock/profiles/{id}',
  'delete /_mock/profiles/{id}',
  'get /_mock/profiles/{id}/loyalty',
  'get /_mock/coupons',
  'get /_mock/referrals',
  'get /_mock/metrics',
  'get /_mock/snapshot',
  'put /_mock/snapshot',
  'delete /_mock/worlds/{id}',
  'get /_mock/exchanges/wait',
  'get /_mock/live',
  'post /_mock/exchanges/verify',
  'get /_mock/clock',
  'get /_mock/worlds',
  'post /_mock/clock/advance',
  'put /_mock/clock',
  'post /_mock/reset',
  'get /_mock/faults',
  'post /_mock/faults',
  'delete /_mock/faults',
  'delete /_mock/faults/{id}',
  'post /_mock/sink/{name}',
  'get /_mock/sinks',
  'get /_mock/sinks/{name}',
  'put /_mock/sinks/{name}',
  'delete /_mock/sinks/{name}',
]

/** Routes that nobody is asked for a token on. */
const OPEN = ['get /_mock/health', 'get /_mock/ready', 'post /_mock/sink/{name}']

interface Operation {
  operationId?: string
  summary?: string
  security: Record<string, unknown>[]
  parameters?: {
    in: string
    name: string
    required?: boolean
    description?: string
    example?: unknown
  }[]
  requestBody?: { required?: boolean; content: Record<string, { examples?: object }> }
  responses: Record<string, { description: string; content?: object; headers?: object }>
  callbacks?: Record<string, Record<string, { post: Record<string, unknown> }>>
}

const read = async (t: Parameters<typeof buildTestApp>[0]) => {
  const { app } = await buildTestApp(t)
  const reply = await app.inject('/_mock/openapi.json')
  t.equal(reply.statusCode, 200)
  t.match(reply.headers['content-type'], /^application\/json/)
  const document = reply.json()
  const operations = new Map<string, Operation>()
  for (const [path, item] of Object.entries<Record<string, Operation>>(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      operations.set(`${method} ${path}`, operation)
    }
  }
  return { document, operations }
}

t.test('openapi.json is a valid OpenAPI 3.1 document', async (t) => {
  const { document } = await read(t)
  t.equal(document.openapi, '3.1.0')
  t.strictSame(await new Validator().validate(document), { valid: true })
})

t.test('every route is described: what it is called, does and answers', async (t) => {
  const { operations } = await read(t)
  t.strictSame([...operations.keys()].sort(), ROUTES.toSorted())
  const ids = [...operations.values()].map(({ operationId }) => operationId)
  t.equal(new Set(ids).size, ROUTES.length, 'each operation has an ID of its own')
  for (const [route, { summary, responses }] of operations) {
    t.match(summary, /\S/, route)
    for (const { description } of Object.values(responses)) {
      t.not(description, 'Default Response', route)
    }
  }
})

t.test('models are named, each described once', async (t) => {
  const { document } = await read(t)
  const { schemas } = document.components
  for (const name of [
    'IntegrationState',
    'CustomerSession',
    'CustomerSessionInput',
    'CallbackBody',
    'ThirdPartyError',
    'IntegrationError',
    'Problem',
    'Exchange',
    'Callback',
    'SinkReceipt',
    'Effect',
    'Explanation',
    'LoadedScenario',
    'Snapshot',
    'FaultyDocument',
  ]) {
    t.equal(schemas[name]?.title, name)
    t.ok(Object.keys(schemas[name]?.properties ?? {}).length > 1, name)
  }
  const references: string[] = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? []
  for (const reference of new Set(references)) t.ok(schemas[reference.split('/').at(-1) ?? ''])
  t.strictSame(schemas.Exchange.properties.callback, {
    anyOf: [{ $ref: '#/components/schemas/Callback' }, { type: 'null' }],
  })
  t.notOk('required' in schemas.CallbackBody, 'a callback carries the fields that are asked for')
})

/** Source: Third-party OpenAPI, `security` of its operations. */
const keyOn = (route: string): object[] => {
  if (route.includes('/emarsys/')) return [{ basicKey: [] }]
  return route.endsWith('/mparticle') ? [] : [{ apiKey: [] }]
}

t.test('security: the API key on emulated routes, the token or none on the rest', async (t) => {
  const { document, operations } = await read(t)
  t.match(document.components.securitySchemes, {
    apiKey: { type: 'apiKey', in: 'header', name: 'Authorization', description: /ApiKey-v1/ },
    basicKey: { type: 'http', scheme: 'basic' },
    controlToken: { type: 'http', scheme: 'bearer' },
  })
  for (const [route, { security, responses }] of operations) {
    if (!route.includes('/_mock/')) t.strictSame(security, keyOn(route), route)
    else if (OPEN.includes(route)) t.strictSame(security, [{}], route)
    else {
      t.strictSame(security, [{ controlToken: [] }, {}], route)
      t.ok(responses[401] && responses[403], `${route}: what the guard answers`)
    }
  }
})

/** Problem documents that say more than others. */
const schemaOf = (reply: string): string => {
  if (/exchanges\/(wait (404|422)|verify 422)$/.test(reply))
    return '#/components/schemas/MissProblem'
  if (/(scenario|snapshot|reload) 422$/.test(reply)) return '#/components/schemas/FaultyDocument'
  return '#/components/schemas/Problem'
}

t.test('errors of the control API are problem documents', async (t) => {
  const { operations } = await read(t)
  for (const [route, { responses }] of operations) {
    if (!route.includes('/_mock/')) continue
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 400) continue
      t.strictSame(
        response.content,
        { 'application/problem+json': { schema: { $ref: schemaOf(`${route} ${status}`) } } },
        `${route} ${status}`,
      )
    }
  }
})

t.test('the parameters of the lists may be left out, and the body of a reset', async (t) => {
  const { operations } = await read(t)
  const parameters = operations.get('get /_mock/exchanges')?.parameters ?? []
  t.strictSame(parameters.map(({ name }) => name).sort(), [
    'after',
    'callback',
    'correlationId',
    'cursor',
    'limit',
    'path',
    'profileId',
    'sessionId',
    'since',
    'status',
    'world',
  ])
  for (const { name, required } of parameters) t.notOk(required, name)
  t.equal(operations.get('post /_mock/reset')?.requestBody?.required, false)
})

// Third-party OpenAPI, the four callback headers; the deployment is required (400 without it).
t.test(
  'the PUTs of sessions describe their headers, examples, and the callback they lead to',
  async (t) => {
    const { operations } = await read(t)
    for (const route of ROUTES.filter((name) => /^put \/segment\/.*customer_sessions/.test(name))) {
      const operation = operations.get(route)
      const headers = operation?.parameters?.filter((parameter) => parameter.in === 'header') ?? []
      t.strictSame(
        headers.map(({ name }) => name),
        [
          'destination-hostname',
          'x-callback-destination-uri',
          'x-callback-api-key',
          'x-content-fields',
          'x-correlation-id',
        ],
      )
      for (const { name, required, description, example } of headers) {
        t.match(description, /\S/, name)
        t.match(example, /\S/, name)
        t.equal(required === true, name === 'destination-hostname', name)
      }
      t.ok(operation?.requestBody?.content['application/json']?.examples)
      for (const [status, response] of Object.entries(operation?.responses ?? {})) {
        t.match(response.headers, { 'X-Talon-Mock-Exchange': Object }, status)
      }
      const callback = operation?.callbacks?.reply?.['{$request.header.X-Callback-Destination-URI}']
      t.match(callback?.post, {
        summary: /X-Content-Fields/,
        requestBody: {
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/CallbackBody' } },
          },
        },
        parameters: [
          { in: 'header', name: 'X-Correlation-ID' },
          { in: 'header', name: 'X-Talon-Mock-Delivery' },
          { in: 'header', name: 'X-Talon-Mock-Attempt' },
        ],
        responses: { '2XX': Object },
      })
    }
  },
)

t.test('the docs are a page, with all it loads and the document it shows', async (t) => {
  const { app, world } = await buildTestApp(t)
  const redirect = await app.inject('/_mock/docs')
  t.equal(redirect.statusCode, 302)
  const page = await app.inject(String(redirect.headers.location))
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], /^text\/html/)
  const assets = [...page.body.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path = '']) => path)
  t.ok(assets.some((path) => path.endsWith('.js')))
  t.ok(assets.some((path) => path.endsWith('.css')))
  for (const path of assets) {
    const asset = await app.inject(`/_mock/docs/${path}`)
    t.equal(asset.statusCode, 200, path)
    t.ok(asset.rawPayload.length > 0, path)
    t.match(asset.headers['content-type'], /css|javascript|png/, path)
  }
  const document = (await app.inject('/_mock/openapi.json')).json()
  t.strictSame((await app.inject('/_mock/docs/json')).json(), document)
  isProblem(t, await app.inject('/_mock/docs/nothing'), 404, 'not-found')
  t.strictSame([...world.ledger.newestFirst({})], [], 'looking at it is no exchange')
})
