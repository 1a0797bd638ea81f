import type { Test } from 'tap'
import { invalid } from '../../src/core/errors.ts'
import type { Facts } from '../../src/core/facts.ts'
import { newProfile } from '../../src/core/profiles.ts'
import { ledgerKey, progressKey } from '../../src/core/rewards/records.ts'
import { type AccountRecords, seedRecords } from '../../src/core/rewards/seed.ts'
import {
  decideUpdate,
  type SessionDecision,
  type SessionUpdate,
} from '../../src/core/sessions/update.ts'
import { createMoments } from '../../src/world/moment.ts'
import { createPerform } from '../../src/world/operations/perform.ts'
import { createRemoveSession } from '../../src/world/operations/remove-session.ts'
import type { CallbackMessage, Outbox, Store } from '../../src/world/ports.ts'
import { createIds } from './create-ids.ts'
import { EMPTY_PROGRAM } from './empty-program.ts'
import { createFixedClock } from './fixed-clock.ts'
import { makeCallback } from './make-callback.ts'
import { makeSession } from './make-session.ts'
import { AUDIENCE, CARD, CLOSING, EFFECT, RETURN, REWARDS } from './sample-rewards.ts'

/** What every Store promises; `createStore` makes an empty one. */
export const storeContract = (
  t: Test,
  createStore: (outbox: Pick<Outbox, 'put'>, seed: AccountRecords) => Store | Promise<Store>,
): void => {
  const build = async () => {
    const put: CallbackMessage[] = []
    const ids = createIds()
    const moments = createMoments(createFixedClock(), ids)
    const moment = moments.now()
    const seed = seedRecords(EMPTY_PROGRAM.account, moment)
    const store = await createStore({ put: (message) => void put.push(message) }, seed)
    const decide = (
      facts: Facts,
      sessionId: string,
      session: SessionUpdate['session'],
      callback?: CallbackMessage,
    ): SessionDecision & { callback: CallbackMessage | undefined } => {
      const update: SessionUpdate = {
        sessionId,
        session,
        unknownAttributes: 'create',
        pointer: '',
        strict: false,
      }
      return { ...decideUpdate(facts, update, { moment, program: EMPTY_PROGRAM }), callback }
    }
    const update = (sessionId: string, session = makeSession(), callback?: CallbackMessage) =>
      store.transact({ sessionId, profileId: session.profileId }, (facts) =>
        decide(facts, sessionId, session, callback),
      )
    /** The facts that would be decided on. Nothing is committed. */
    const factsOf = async (sessionId: string, profileId?: string | null) => {
      const seen: (Facts & {
        attributes: { CustomerSession: Map<string, unknown>; CartItem: Map<string, unknown> }
      })[] = []
      const look = store.transact({ sessionId, profileId }, (facts) => {
        const { CustomerSession = [], CartItem = [] } = facts.attributes
        const attributes = {
          CustomerSession: new Map(CustomerSession),
          CartItem: new Map(CartItem),
        }
        seen.push({ ...facts, attributes })
        throw new Error('only looking')
      })
      await look.catch(() => {})
      const [facts] = seen
      if (!facts) throw new Error('decide was not called')
      return facts
    }
    const perform = createPerform({ store, moments, program: () => EMPTY_PROGRAM })
    const remove = createRemoveSession(perform)
    return { store, seed, put, decide, update, remove, factsOf }
  }

  t.test('an empty store has no facts', async (t) => {
    const { store, remove, factsOf } = await build()
    const facts = await factsOf('s1', 'p1')
    t.equal(facts.session, undefined)
    t.equal(facts.profile, undefined)
    t.equal(facts.attributes.CustomerSession.size, 0)
    t.equal(await store.session('s1'), undefined)
    t.strictSame(await store.sessions({ after: 0, limit: 10 }), [])
    t.equal(await store.countSessions(), 0)
    t.equal(await remove('s1'), false)
  })

  t.test('what is committed is loaded: session, profile, attributes', async (t) => {
    const { store, update, factsOf } = await build()
    const session = makeSession({ attributes: { Colour: 'red' } })
    const outcome = await update('s1', session)
    const facts = await factsOf('s1', 'cust-7')
    t.strictSame(facts.session, outcome.session.session)
    t.strictSame(facts.profile, outcome.profile)
    t.strictSame([...facts.attributes.CustomerSession.keys()], ['Colour'])
    t.equal(facts.attributes.CartItem.size, 0, 'each entity has its own')
    t.strictSame(await store.session('s1'), outcome.session.session)
  })

  t.test("without a named profile the session's own is loaded; a named one counts", async (t) => {
    const { update, factsOf } = await build()
    await update('s1', makeSession({ profileId: 'p1' }))
    await update('s2', makeSession({ profileId: 'p2' }))
    const loaded = async (profileId?: string | null) =>
      (await factsOf('s1', profileId)).profile?.profile.integrationId
    t.equal(await loaded(), 'p1')
    t.equal(await loaded(null), 'p1')
    t.equal(await loaded('p2'), 'p2')
    t.equal(await loaded('nobody'), undefined)
    t.equal(await loaded(''), undefined)
  })

  t.test('when the decision throws nothing is committed, and the promise rejects', async (t) => {
    const { store, put, decide, update, factsOf } = await build()
    await update('s1')
    const before = await store.session('s1')
    const refusal = invalid('REQUEST_INVALID', [])
    for (const [sessionId, profileId] of [
      ['s1', 'cust-7'],
      ['s2', 'p9'],
    ] as const) {
      const refused = store.transact({ sessionId, profileId }, (facts) => {
        decide(facts, sessionId, makeSession({ profileId, attributes: { New: 1 } }))
        throw refusal
      })
      await t.rejects(refused, refusal)
    }
    t.strictSame(await store.session('s1'), before)
    t.equal(await store.session('s2'), undefined)
    const facts = await factsOf('s1', 'p9')
    t.equal(facts.profile, undefined)
    t.equal(facts.attributes.CustomerSession.size, 0)
    t.equal(put.length, 0)
  })

  t.test('a callback is put into the outbox with the commit, once', async (t) => {
    const { put, update } = await build()
    const message = makeCallback()
    await update('s1', makeSession(), message)
    await update('s1')
    t.strictSame(put, [message])
  })

  t.test('updates at the same time come one after the other: none is lost', async (t) => {
    const { store, put, update } = await build()
    const updates = Array.from({ length: 50 }, (_, i) =>
      update('s1', makeSession(), makeCallback({ id: `cb_${i}` })),
    )
    await Promise.all(updates)
    t.match(await store.session('s1'), { id: 1, updateCount: 50 })
    t.equal(new Set(put.map(({ id }) => id)).size, 50)
  })

  t.test('sessions at the same time share their profile: no sale is lost', async (t) => {
    const { update, factsOf } = await build()
    const closed = makeSession({ state: 'closed' })
    await Promise.all(Array.from({ length: 20 }, (_, i) => update(`s${i}`, closed)))
    const { profile } = await factsOf('s0', 'cust-7')
    t.match(profile, { sessionCount: 20, profile: { id: 1, closedSessions: 20, totalSales: 500 } })
  })

  t.test('what was given out stays as it was when the record changes', async (t) => {
    const { store, update } = await build()
    await update('s1')
    const given = await store.session('s1')
    const copy = structuredClone(given)
    await update('s1', makeSession({ cartItems: [], attributes: { A: 1 }, state: 'closed' }))
    t.strictSame(given, copy)
    t.match(await store.session('s1'), { state: 'closed', cartItems: [] })
  })

  t.test('pages hold the sessions in the order of their numbers, each once', async (t) => {
    const { store, update, remove } = await build()
    for (const id of ['c', 'a', 'd', 'b', 'e']) await update(id)
    await update('a')
    const idsOf = async (after: number, limit: number) =>
      (await store.sessions({ after, limit })).map(({ integrationId }) => integrationId)
    t.strictSame(await idsOf(0, 10), ['c', 'a', 'd', 'b', 'e'])
    t.strictSame(await idsOf(0, 2), ['c', 'a'])
    t.strictSame(await idsOf(2, 2), ['d', 'b'])
    t.strictSame(await idsOf(4, 2), ['e'])
    t.strictSame(await idsOf(5, 2), [])
    await remove('a')
    t.strictSame(await idsOf(1, 2), ['d', 'b'])
    await update('a')
    t.strictSame(await idsOf(4, 10), ['e', 'a'], 'one that comes again is new')
  })

  t.test("a removed session leaves its profile's counters as they were before", async (t) => {
    const { store, update, remove, factsOf } = await build()
    await update('open')
    const before = (await factsOf('open', 'cust-7')).profile
    for (const state of ['closed', 'open', 'cancelled'] as const) {
      await update('s1', makeSession({ state: 'open' }))
      if (state !== 'open') await update('s1', makeSession({ state }))
      t.equal(await remove('s1'), true, state)
      t.strictSame((await factsOf('open', 'cust-7')).profile, before, state)
    }
    await update('s1', makeSession({ state: 'closed' }))
    await update('s1', makeSession({ state: 'cancelled' }))
    await remove('s1')
    t.strictSame((await factsOf('open', 'cust-7')).profile, before, 'closed, then cancelled')
    t.equal(await store.session('s1'), undefined)
    t.equal(await remove('s1'), false)
  })

  t.test('an anonymous session can be removed too', async (t) => {
    const { store, update, remove } = await build()
    await update('s1', makeSession({ profileId: '' }))
    t.equal(await remove('s1'), true)
    t.equal(await store.session('s1'), undefined)
  })

  t.test('names that every object has are names like any other', async (t) => {
    const { store, update, factsOf } = await build()
    for (const name of ['__proto__', 'constructor', 'toString']) {
      t.equal((await factsOf(name, name)).session, undefined)
      t.equal((await factsOf(name, name)).profile, undefined)
      await update(name, makeSession({ profileId: name }))
      t.match(await store.session(name), { integrationId: name, profileId: name })
    }
  })

  t.test('rewards that are committed are loaded, and those left out stay', async (t) => {
    const { store, factsOf } = await build()
    const keys = { sessionId: 's1', profileId: undefined }
    await store.transact(keys, () => ({ rewards: REWARDS }))
    const { records } = await factsOf('s1')
    const [profile] = REWARDS.profiles
    t.strictSame(await kept(store), REWARDS)
    t.strictSame((await factsOf('s1', 'p1')).profile, profile)
    await store.transact(keys, () => ({ rewards: {} }))
    await store.transact(keys, () => ({ rewards: { counters: new Map([['other', 2]]) } }))
    t.strictSame(await kept(store), REWARDS)
    t.equal(records.counter('other'), 2)
    t.equal(records.counter('nothing'), 0)
    for (const name of ['__proto__', 'constructor']) {
      t.equal(records.coupon(name), undefined)
      t.equal(records.counter(name), 0)
    }
  })

  t.test('what a session spent stays with it until it is another', async (t) => {
    const { store, update, remove, factsOf } = await build()
    const { session } = await update('s1')
    const close = () =>
      store.transact({ sessionId: 's1', profileId: undefined }, () => ({
        session: { ...session, closing: CLOSING },
      }))
    const closingOf = async (sessionId: string) => (await store.facts({ sessionId })).closing
    await close()
    t.strictSame(await closingOf('s1'), CLOSING)
    t.strictSame((await factsOf('s1')).closing, CLOSING)
    t.equal(await closingOf('s2'), undefined)
    await store.transact({ sessionId: 's2', profileId: undefined }, () => ({ rewards: {} }))
    t.strictSame(await closingOf('s1'), CLOSING, 'nothing else touches it')
    await update('s1')
    t.equal(await closingOf('s1'), undefined, 'an update without one ends it')
    await close()
    await remove('s1')
    await update('s1')
    t.equal(await closingOf('s1'), undefined, 'a session of the same name begins without')
  })

  t.test('effects and returns of a session stay with it until it is another', async (t) => {
    const { store, update, remove, factsOf } = await build()
    const { session } = await update('s1')
    const put = () =>
      store.transact({ sessionId: 's1', profileId: undefined }, () => ({
        session: { ...session, effects: [EFFECT], returns: [RETURN] },
      }))
    await put()
    t.match(await store.facts({ sessionId: 's1' }), { effects: [EFFECT], returns: [RETURN] })
    t.match(await factsOf('s1'), { effects: [EFFECT], returns: [RETURN] })
    const other = await store.facts({ sessionId: 's2' })
    t.strictSame([other.effects, other.returns], [[], []])
    await store.transact({ sessionId: 's2', profileId: undefined }, () => ({ rewards: {} }))
    t.match(await store.facts({ sessionId: 's1' }), { effects: [EFFECT], returns: [RETURN] })
    await remove('s1')
    await update('s1')
    const again = await store.facts({ sessionId: 's1' })
    t.strictSame([again.effects, again.returns], [[], []], 'of the same name, begun anew')
  })

  t.test('a coupon is found by the request that created it, as it is now', async (t) => {
    const { store, seed, factsOf } = await build()
    const keys = { sessionId: undefined, profileId: undefined }
    await store.transact(keys, () => ({ rewards: REWARDS }))
    const { records } = await factsOf('s1')
    const [record] = REWARDS.coupons
    if (!record) throw new Error('there is no sample')
    t.strictSame(records.couponOf('request-1'), record)
    for (const name of ['SAVE', '', '__proto__']) t.equal(records.couponOf(name), undefined)
    const used = { ...record, coupon: { ...record.coupon, usageCounter: 2 } }
    await store.transact(keys, () => ({ rewards: { coupons: [used] } }))
    t.strictSame(records.couponOf('request-1'), used)
    await store.begin(seed)
    t.equal((await factsOf('s1')).records.couponOf('request-1'), undefined)
  })

  t.test('an audience is found by its number and by what a platform calls it', async (t) => {
    const { store, factsOf } = await build()
    const keys = { sessionId: undefined, profileId: undefined }
    const member = newProfile(2, 'p2', AUDIENCE.created)
    const audienceMemberships = [{ id: AUDIENCE.id, name: AUDIENCE.name }]
    const profile = { ...member.profile, audienceMemberships }
    const profiles = [...REWARDS.profiles, { ...member, profile }]
    await store.transact(keys, () => ({ rewards: { ...REWARDS, profiles } }))
    const { records } = await factsOf('s1')
    t.strictSame(records.audience(3), AUDIENCE)
    t.strictSame(records.audienceOf('vip'), AUDIENCE)
    for (const name of ['VIP', '', '__proto__']) t.equal(records.audienceOf(name), undefined)
    for (const membersOf of [3, 'vip']) {
      const { also } = await store.facts({ ...keys, also: { membersOf } })
      t.match(also?.members, [{ profile: { integrationId: 'p2' } }])
      t.equal(also?.members.length, 1)
    }
    for (const membersOf of [4, 'other']) {
      const { also } = await store.facts({ ...keys, also: { membersOf } })
      t.strictSame(also?.members, [])
    }
    await store.transact(keys, () => ({ rewards: { removedAudiences: [3] } }))
    t.equal(records.audience(3), undefined)
    t.equal(records.audienceOf('vip'), undefined)
    t.strictSame((await store.dump()).audiences, [])
  })

  t.test('events and their types are kept by name', async (t) => {
    const { store, factsOf } = await build()
    const keys = { sessionId: undefined, profileId: undefined }
    await store.transact(keys, () => ({ rewards: REWARDS }))
    await store.transact(keys, () => ({ rewards: { eventTypes: ['shared', 'viewed'] } }))
    const { records } = await factsOf('s1')
    t.strictSame(records.event('e1'), REWARDS.events[0])
    for (const name of ['e2', '__proto__', 'constructor']) t.equal(records.event(name), undefined)
    t.equal(records.isEventType('shared'), true)
    for (const name of ['Shared', '__proto__', 'constructor']) {
      t.equal(records.isEventType(name), false)
    }
    t.strictSame((await store.dump()).eventTypes, ['shared', 'viewed'], 'each once')
  })

  t.test('beginning anew forgets everything but what it begins with', async (t) => {
    const { store, seed, update, factsOf } = await build()
    const { session } = await update('s1', makeSession({ attributes: { Colour: 'red' } }))
    await store.transact({ sessionId: 's1', profileId: undefined }, () => ({
      session: { ...session, closing: CLOSING, effects: [EFFECT], returns: [RETURN] },
      rewards: { ...REWARDS, cards: [CARD] },
    }))
    await store.begin(seed)
    const facts = await factsOf('s1', 'cust-7')
    t.equal(facts.session, undefined)
    t.equal(facts.closing, undefined)
    t.strictSame([facts.effects, facts.returns], [[], []])
    t.equal(facts.records.card('card-1'), undefined)
    t.equal(facts.records.audienceOf('vip'), undefined)
    t.equal(facts.profile, undefined)
    t.equal(facts.attributes.CustomerSession.size, 0)
    t.strictSame(await store.sessions({ after: 0, limit: 10 }), [])
    t.strictSame(await kept(store), {
      ...Object.fromEntries(Object.keys(REWARDS).map((kind) => [kind, [undefined]])),
      eventTypes: [],
      counters: new Map([['budget', 0]]),
    })
    const { counters: _, ...records } = REWARDS
    await store.begin({ ...seed, ...records, cards: [CARD] })
    t.strictSame(await kept(store), { ...records, counters: new Map([['budget', 0]]) })
    t.strictSame((await factsOf('s1')).records.card('card-1'), CARD)
  })

  t.test('profiles are looked at, and paged in the order of their numbers', async (t) => {
    const { store, update } = await build()
    for (const id of ['c', 'a', 'b']) await update(id, makeSession({ profileId: id }))
    t.match(await store.profile('a'), { profile: { id: 2, integrationId: 'a' } })
    t.equal(await store.profile('__proto__'), undefined)
    const idsOf = async (after: number, limit: number) =>
      (await store.profiles({ after, limit })).map(({ profile }) => profile.integrationId)
    t.strictSame(await idsOf(0, 2), ['c', 'a'])
    t.strictSame(await idsOf(2, 2), ['b'])
    t.strictSame(await idsOf(3, 2), [])
  })

  t.test('codes are paged in the order of their numbers, all or those of a campaign', async (t) => {
    const { store } = await build()
    const numbers = [
      { id: 3, campaignId: 1 },
      { id: 1, campaignId: 2 },
      { id: 2, campaignId: 1 },
    ]
    const rewards = {
      coupons: numbers.flatMap((given) =>
        REWARDS.coupons.map(({ coupon, ...rest }) => ({
          ...rest,
          coupon: { ...coupon, ...given, value: `C${given.id}` },
        })),
      ),
      referrals: numbers.flatMap((given) =>
        REWARDS.referrals.map(({ referral }) => ({
          referral: { ...referral, ...given, code: `R${given.id}` },
        })),
      ),
    }
    await store.transact({}, () => ({ rewards }))
    const codesOf = async (after: number, limit: number, campaignId?: number) => {
      const page = { after, limit, campaignId }
      const coupons = (await store.coupons(page)).map(({ coupon }) => coupon.id)
      const referrals = (await store.referrals(page)).map(({ referral }) => referral.id)
      t.strictSame(referrals, coupons)
      return coupons
    }
    t.strictSame(await codesOf(0, 2), [1, 2])
    t.strictSame(await codesOf(2, 2), [3])
    t.strictSame(await codesOf(0, 9, 1), [2, 3])
    t.strictSame(await codesOf(2, 9, 1), [3])
    t.strictSame(await codesOf(0, 9, 7), [])
  })

  t.test('what is asked for besides is loaded: who has a number, whose sessions', async (t) => {
    const { store, update } = await build()
    await update('s1', makeSession({ profileId: 'a' }))
    await update('s2', makeSession({ profileId: 'b' }))
    await update('s3', makeSession({ profileId: 'a' }))
    const seen: Facts['also'][] = []
    const also = { sessionNumber: 2, profileNumber: 1, sessionsOf: 'a' }
    await store.transact({ sessionId: 's9', profileId: undefined, also }, (facts) => {
      seen.push(facts.also)
      return {}
    })
    t.match(seen, [
      {
        sessionOfNumber: { integrationId: 's2' },
        profileOfNumber: { profile: { integrationId: 'a' } },
        sessionsOfProfile: ['s1', 's3'],
      },
    ])
  })

  t.test('a removed profile goes with the sessions and the points it names', async (t) => {
    const { store, update, factsOf } = await build()
    await update('s1', makeSession({ profileId: 'p1' }))
    await update('s2', makeSession({ profileId: 'p2' }))
    const keys = { sessionId: 's1', profileId: undefined }
    await store.transact(keys, () => ({ rewards: REWARDS }))
    const ledger = ledgerKey(5, 'p1')
    const removedProfile = { integrationId: 'p1', sessions: ['s1'], ledgers: [ledger] }
    await store.transact(keys, () => ({ removedProfile }))
    t.equal(await store.profile('p1'), undefined)
    t.equal(await store.session('s1'), undefined)
    const { records } = await factsOf('s1')
    t.equal(records.ledger(ledger), undefined)
    t.ok(records.coupon('SAVE'))
    t.ok(await store.profile('p2'))
    t.equal(await store.countSessions(), 1)
  })

  t.test('what is dumped can be begun with, and is dumped the same again', async (t) => {
    const { store, seed, update } = await build()
    const nobody = makeSession({ profileId: '', attributes: { Colour: 'red' } })
    const { session } = await update('s2', nobody)
    await update('s1', nobody)
    const { counters: _, ...records } = REWARDS
    await store.transact({ sessionId: 's2', profileId: undefined }, () => ({
      session: { ...session, closing: CLOSING, effects: [EFFECT], returns: [RETURN] },
      rewards: { ...REWARDS, cards: [CARD] },
    }))
    const dumped = await store.dump()
    t.match(dumped, { counters: REWARDS.counters })
    t.match(dumped.sessions, [
      { session: { integrationId: 's2' }, closing: CLOSING, effects: [EFFECT], returns: [RETURN] },
      { session: { integrationId: 's1' }, closing: undefined, effects: [], returns: [] },
    ])
    t.strictSame(dumped.cards, [CARD])
    t.match(
      dumped.attributes.map(({ name }) => name),
      ['Colour'],
    )
    for (const [kind, list] of Object.entries(records)) {
      const kinds: ReadonlyMap<string, unknown> = new Map(Object.entries(dumped))
      t.has(kinds.get(kind), list, kind)
    }
    const copy = structuredClone(dumped)
    await store.begin({ ...seed, cards: [CARD] })
    t.equal(await store.countSessions(), 0)
    t.strictSame(dumped, copy, 'it stays as it was when the store goes on')
    await store.begin(dumped)
    t.strictSame(await store.dump(), copy)
    const begun = await store.facts({ sessionId: 's2' })
    t.match(begun, { closing: CLOSING, effects: [EFFECT], returns: [RETURN] })
    t.strictSame(begun.records.audienceOf('vip'), AUDIENCE)
    t.strictSame(begun.records.couponOf('request-1'), REWARDS.coupons[0])
  })
}

/** What the store has of the sample rewards, in the form of changes. */
const kept = async (store: Store) => {
  const { records } = await store.facts({ sessionId: 's1' })
  return {
    profiles: [records.profile('p1')],
    coupons: [records.coupon('SAVE')],
    referrals: [records.referral('FRIEND')],
    ledgers: [records.ledger(ledgerKey(5, 'p1'))],
    pools: [records.pool(4)],
    progress: [records.progress(progressKey(2, 'p1'))],
    audiences: [records.audience(3)],
    eventTypes: ['shared'].filter((name) => records.isEventType(name)),
    events: [records.event('e1')],
    counters: new Map([['budget', records.counter('budget')]]),
  }
}
