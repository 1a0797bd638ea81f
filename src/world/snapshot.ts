import type { FaultState } from '../contract/control/faults.ts'
import type { IdState, Snapshot } from '../contract/control/snapshot.ts'
import type { Return } from '../contract/service/integration-state.ts'
import { type Closing, type SpentEffect, toSpent } from '../core/rewards/closing.ts'
import type { RuleProgram } from '../core/rewards/rule-program.ts'
import type { WorldRecords } from '../core/rewards/seed.ts'
import type { SessionRecord } from '../core/sessions/record.ts'

type ClosingState = Snapshot['closings'][number]
type BookedState = ClosingState['effects'][number]['booked']

/** What there is to a world besides its records. */
export interface WorldState {
  world: string
  program: RuleProgram
  /** Milliseconds since 1970; null: the clock goes by itself. */
  frozenAt: number | null
  ids: IdState
  faults: FaultState
  sinkScripts: Snapshot['sinkScripts']
  omitted: Snapshot['omitted']
}

/** A world as one document. It shares its records with the store: nobody may edit it. */
export const toSnapshot = (
  records: WorldRecords,
  { world, program, frozenAt, ids, faults, sinkScripts, omitted }: WorldState,
): Snapshot => ({
  version: 1,
  world,
  scenario: { fingerprint: program.fingerprint, application: program.account.application.name },
  clock: { frozenAt: frozenAt === null ? null : new Date(frozenAt).toISOString() },
  ids,
  attributes: records.attributes,
  sessions: records.sessions.map(({ session }) => session),
  closings: records.sessions.flatMap(({ session: { integrationId: sessionId }, closing }) =>
    closing ? [{ sessionId, ...fromClosing(closing) }] : [],
  ),
  sessionEffects: Object.fromEntries(
    records.sessions.flatMap(({ session, effects }) =>
      effects.length > 0 ? [[session.integrationId, [...effects]]] : [],
    ),
  ),
  returns: records.sessions.flatMap(({ returns }) => returns),
  profiles: records.profiles,
  coupons: records.coupons,
  referrals: records.referrals,
  ledgers: records.ledgers,
  cards: records.cards,
  pools: records.pools,
  progress: records.progress,
  audiences: records.audiences,
  eventTypes: records.eventTypes,
  events: records.events,
  counters: Object.fromEntries(records.counters),
  faults,
  sinkScripts,
  omitted,
})

const fromClosing = (closing: Closing): Omit<ClosingState, 'sessionId'> => ({
  effects: closing.effects.map(({ effect, booked }) =>
    booked
      ? { effect, booked: { claim: booked.claim, taken: Object.fromEntries(booked.taken) } }
      : { effect },
  ),
  coupons: Object.fromEntries(closing.coupons),
  ...(closing.referral !== undefined && { referral: closing.referral }),
  counters: Object.fromEntries(closing.counters),
  awarded: closing.awarded,
})

/** The records that a snapshot holds; it must be one without faults. */
export const toRecords = (snapshot: Snapshot): WorldRecords => ({
  attributes: snapshot.attributes,
  sessions: toSessions(snapshot),
  profiles: snapshot.profiles,
  coupons: snapshot.coupons,
  referrals: snapshot.referrals,
  ledgers: snapshot.ledgers,
  cards: snapshot.cards,
  pools: snapshot.pools,
  progress: snapshot.progress,
  audiences: snapshot.audiences,
  eventTypes: snapshot.eventTypes,
  events: snapshot.events,
  counters: new Map(Object.entries(snapshot.counters)),
})

const toSessions = ({ sessions, closings, sessionEffects, returns }: Snapshot): SessionRecord[] => {
  const spent = new Map(closings.map((closing) => [closing.sessionId, toClosing(closing)]))
  const effects = new Map(Object.entries(sessionEffects))
  const returned = new Map<string, Return[]>()
  for (const one of returns) {
    const before = returned.get(one.sessionIntegrationId)
    if (before) before.push(one)
    else returned.set(one.sessionIntegrationId, [one])
  }
  return sessions.map((session) => ({
    session,
    closing: spent.get(session.integrationId),
    effects: effects.get(session.integrationId) ?? [],
    returns: returned.get(session.integrationId) ?? [],
  }))
}

const toClosing = (closing: ClosingState): Closing => ({
  effects: closing.effects.flatMap((spent) => toSpentEffect(spent) ?? []),
  coupons: new Map(Object.entries(closing.coupons)),
  referral: closing.referral,
  counters: new Map(Object.entries(closing.counters)),
  awarded: closing.awarded,
})

/** What a closing spent by one effect; undefined: the effect is none that spends, or says not what. */
export const toSpentEffect = ({
  effect,
  booked,
}: ClosingState['effects'][number]): SpentEffect | undefined =>
  toSpent(effect, booked && toBooked(booked))

const toBooked = ({ claim, taken }: NonNullable<BookedState>) => ({
  claim,
  taken: new Map(Object.entries(taken)),
})
