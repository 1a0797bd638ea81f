import { readFileSync } from 'node:fs'
import process from 'node:process'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import {
  type CustomerSessionInput,
  CustomerSessionParams,
  UpdateCustomerSessionRequest,
} from '../../../src/contract/service/customer-sessions.ts'
import { CustomerSessionHeaders } from '../../../src/contract/service/headers.ts'
import { FORMATS } from '../../../src/http/validators.ts'

/**
 * What the emulator is compared to: one Fastify route with the emulator's request schemas that keeps
 * sessions in a Map and answers with the same reply. No ledger, no keys, no rules, no refusals. A
 * request that names a destination gets its callback through fastq and an undici pool, loaded then.
 * What codes and rules would bring about is as in the reply that the file of the first argument holds.
 */

/** The parts of a reply that rules fill. */
const RULED = {
  effects: [],
  createdCoupons: [],
  createdReferrals: [],
  loyalty: { programs: {} },
  coupons: [],
  triggeredCampaigns: [],
  ruleFailureReasons: [],
  awardedGiveaways: [],
}
const [, , exampleFile] = process.argv
const example: typeof RULED & { referral?: object } = exampleFile
  ? JSON.parse(readFileSync(exampleFile, 'utf8'))
  : RULED

/** What an update builds on; the records hold the rest besides. */
interface Stored {
  id: number
  created: string
  updateCount?: number
  firstSession?: boolean
}

const sessions = new Map<string, Stored>()
const profiles = new Map<string, Stored>()
let events = 0

const sum = (values: readonly number[]) =>
  Math.round(values.reduce((total, value) => total + value, 0) * 100) / 100

const costsOf = (costs: Readonly<Record<string, { price?: number }>> | null | undefined) =>
  Object.values(costs ?? {}).reduce((total, { price }) => total + (price ?? 0), 0)

const toSession = (
  integrationId: string,
  input: CustomerSessionInput,
  before: Stored | undefined,
) => {
  const now = new Date().toISOString()
  const cartItems = (input.cartItems ?? []).map((item, position) => ({
    sku: item.sku,
    quantity: item.quantity,
    position,
    returnedQuantity: 0,
    remainingQuantity: item.quantity,
    name: item.name,
    price: item.price,
    category: item.category,
    weight: item.weight,
    height: item.height,
    width: item.width,
    length: item.length,
    attributes: item.attributes,
    additionalCosts: item.additionalCosts,
  }))
  const items = sum(cartItems.map(({ price, quantity }) => (price ?? 0) * quantity))
  const itemCosts = sum(cartItems.map((item) => costsOf(item.additionalCosts) * item.quantity))
  const costs = sum([itemCosts, costsOf(input.additionalCosts)])
  return {
    id: before?.id ?? sessions.size + 1,
    created: before?.created ?? now,
    integrationId,
    applicationId: 1,
    profileId: input.profileId ?? '',
    state: input.state ?? 'open',
    firstSession: before?.firstSession ?? !profiles.has(input.profileId ?? ''),
    couponCodes: input.couponCodes ?? [],
    referralCode: input.referralCode ?? '',
    loyaltyCards: input.loyaltyCards ?? [],
    identifiers: input.identifiers ?? [],
    attributes: input.attributes ?? {},
    additionalCosts: input.additionalCosts ?? {},
    cartItems,
    cartItemTotal: items,
    additionalCostTotal: costs,
    cartItemAdditionalCostTotal: itemCosts,
    total: sum([items, costs]),
    updateCount: (before?.updateCount ?? 0) + 1,
    updated: now,
  }
}

const toProfile = (integrationId: string, now: string, before: Stored | undefined) => ({
  id: before?.id ?? profiles.size + 1,
  created: before?.created ?? now,
  accountId: 1,
  integrationId,
  attributes: {},
  closedSessions: 0,
  totalSales: 0,
  audienceMemberships: [],
  lastActivity: now,
})

/** Stores what a request says, and builds the reply. */
const upsert = (id: string, input: CustomerSessionInput) => {
  const before = sessions.get(id)
  const session = toSession(id, input, before)
  sessions.set(id, session)
  const profile = toProfile(session.profileId, session.updated, profiles.get(session.profileId))
  profiles.set(session.profileId, profile)
  const event = {
    id: ++events,
    created: session.updated,
    applicationId: 1,
    profileId: session.profileId,
    type: before ? 'talon_session_updated' : 'talon_session_created',
    attributes: {},
    sessionId: id,
    effects: [],
    ledgerEntries: [],
  }
  return {
    effects: example.effects,
    createdCoupons: example.createdCoupons,
    createdReferrals: example.createdReferrals,
    customerSession: session,
    customerProfile: profile,
    event,
    loyalty: example.loyalty,
    coupons: example.coupons,
    referral: example.referral,
    triggeredCampaigns: example.triggeredCampaigns,
    ruleFailureReasons: example.ruleFailureReasons,
    awardedGiveaways: example.awardedGiveaways,
    createdAttributes: [],
  }
}

interface Callback {
  url: URL
  headers: Record<string, string>
  body: string
}

const CONCURRENCY = 16

const openQueue = async () => {
  const [{ default: fastq }, { Pool }] = await Promise.all([import('fastq'), import('undici')])
  const pools = new Map<string, InstanceType<typeof Pool>>()
  return fastq.promise(async ({ url, headers, body }: Callback) => {
    const pool = pools.get(url.origin) ?? new Pool(url.origin, { connections: CONCURRENCY })
    pools.set(url.origin, pool)
    const reply = await pool.request({ method: 'POST', path: url.pathname, headers, body })
    await reply.body.dump()
  }, CONCURRENCY)
}
let queue: ReturnType<typeof openQueue> | undefined

const app = Fastify({
  // The emulator's rules for bodies and headers: taken as they are.
  ajv: {
    customOptions: {
      coerceTypes: false,
      removeAdditional: false,
      allowUnionTypes: true,
      formats: FORMATS,
    },
  },
}).withTypeProvider<TypeBoxTypeProvider>()

app.put(
  '/segment/customer_sessions/:customerSessionId',
  {
    schema: {
      params: CustomerSessionParams,
      headers: CustomerSessionHeaders,
      body: UpdateCustomerSessionRequest,
    },
  },
  (request, reply) => {
    const state = upsert(request.params.customerSessionId, request.body.customerSession ?? {})
    const uri = request.headers['x-callback-destination-uri']
    if (uri === undefined) return void reply.send(state)
    const json = JSON.stringify(state)
    reply.header('content-type', 'application/json').send(json)
    const [name = '', ...key] = (request.headers['x-callback-api-key'] ?? '').split(' ')
    const headers = {
      'content-type': 'application/json',
      'x-correlation-id': request.headers['x-correlation-id'] ?? '',
      [name]: key.join(' '),
    }
    queue ??= openQueue()
    void queue
      .then((opened) => opened.push({ url: new URL(uri), headers, body: json }))
      .catch(() => {})
  },
)

const url = await app.listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ url }))
