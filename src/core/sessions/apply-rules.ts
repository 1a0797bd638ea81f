import type { Effect } from '../../contract/service/effects.ts'
import type {
  CustomerSession,
  Event,
  SessionEvent,
} from '../../contract/service/integration-state.ts'
import type {
  Campaign,
  Coupon,
  Giveaway,
  InventoryReferral,
  RuleFailureReason,
} from '../../contract/service/rewards.ts'
import type { Moment } from '../moment.ts'
import { addSale, type ProfileRecord, withdrawSale } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import { closeRewards } from '../rewards/close.ts'
import type { Closing } from '../rewards/closing.ts'
import type { AccountFacts } from '../rewards/records.ts'
import { reserveCoupon } from '../rewards/redeem.ts'
import { rollBackRewards } from '../rewards/rollback.ts'
import type { PointsClaim, RuleOutcome, RuleProgram } from '../rewards/rule-program.ts'

/** A session as an update leaves it, and what the rules are to judge it on. */
export interface Judged {
  readonly session: CustomerSession
  /** Before this session's own close is counted; undefined: anonymous. */
  readonly profile: ProfileRecord | undefined
  /** What the update does to the session. */
  readonly change: SessionEvent
  /** What it raises, as the rules see it. */
  readonly event: Pick<Event, 'type' | 'attributes'>
  /** What the session spent when it closed, if it did. */
  readonly closing: Closing | undefined
  readonly records: AccountFacts
  /** Campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
}

/** What the rules, and the closing or cancelling, make of it. */
export interface Applied {
  readonly session: CustomerSession
  readonly profile: ProfileRecord | undefined
  readonly effects: readonly Effect[]
  readonly books: Books
  /** `undefined`: there is nothing to take back later. */
  readonly closing: Closing | undefined
  /** Points that an open session would book by closing. */
  readonly tentative: readonly PointsClaim[]
  readonly triggered: readonly Campaign[]
  readonly failures: readonly RuleFailureReason[]
  readonly createdCoupons: readonly Coupon[]
  readonly createdReferrals: readonly InventoryReferral[]
  readonly awarded: readonly Giveaway[]
}

export const NOTHING = {
  effects: [],
  closing: undefined,
  tentative: [],
  triggered: [],
  failures: [],
  createdCoupons: [],
  createdReferrals: [],
  awarded: [],
} as const

/**
 * Runs the rules over an open or closing session; a closing one spends what they give. A session that
 * is cancelled after it was closed gets back what it spent, one that was open never spent anything.
 * Source: Integration API, session states and rollback effects.
 */
export const applyRules = (judged: Judged, program: RuleProgram, moment: Moment): Applied => {
  const books = new Books(judged.records)
  if (judged.profile) books.setProfile(judged.profile)
  switch (judged.change) {
    case 'talon_session_created':
    case 'talon_session_updated':
    case 'talon_session_closed':
      return evaluate(judged, books, { program, moment })
    case 'talon_session_cancelled':
      return { ...NOTHING, session: judged.session, books, profile: judged.profile }
    case 'talon_session_revoked':
      return revoke(judged, books, moment)
  }
}

/** Undoes what closing a session has spent, and takes the sale off its profile. */
export const revoke = (
  { session, closing }: Pick<Judged, 'session' | 'closing'>,
  books: Books,
  moment: Moment,
): Applied => {
  const { profileId, integrationId: sessionId } = session
  const effects = closing ? rollBackRewards(closing, books, { profileId, sessionId, moment }) : []
  const profile = countSale(books, profileId, (record) => withdrawSale(record, session))
  return { ...NOTHING, session, books, profile, effects }
}

/** Something without a session, or beside one, that the rules are to judge. */
export interface Happening {
  readonly event: Pick<Event, 'type' | 'attributes'>
  /** The session that it is connected with, or a stand-in for none. */
  readonly session: CustomerSession
  readonly occasion: 'event' | 'connected event'
  /** The books already know what the request itself changes. */
  readonly books: Books
  /** Campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
}

/**
 * Runs the rules over something that happened outside the update of a session. There is nothing to close:
 * what they give is spent at once (assumed). Source: Integration API, "Track event".
 */
export const applyToHappening = (
  { event, session, occasion, books, campaigns }: Happening,
  program: RuleProgram,
  moment: Moment,
): Applied => {
  const { profileId } = session
  const outcome = program.evaluate({
    session,
    profile: books.profile(profileId),
    event,
    occasion,
    campaigns,
    account: books,
    now: moment.at,
    uuid: moment.uuid,
  })
  updateProfile(books, profileId, outcome)
  for (const reservation of outcome.reservations) reserveCoupon(books, reservation)
  const sessionId = occasion === 'event' ? undefined : session.integrationId
  const spending = { account: program.account, profileId, sessionId, moment }
  const closed = closeRewards(outcome, books, spending)
  const { triggered, failures } = outcome
  return {
    ...closed,
    session,
    books,
    profile: books.profile(profileId),
    closing: undefined,
    tentative: [],
    triggered,
    failures,
  }
}

const evaluate = (
  { session, profile, change, event, records, campaigns }: Judged,
  books: Books,
  { program, moment }: { program: RuleProgram; moment: Moment },
): Applied => {
  const { profileId } = session
  const outcome = program.evaluate({
    session,
    profile,
    event,
    account: records,
    campaigns,
    now: moment.at,
    uuid: moment.uuid,
  })
  updateProfile(books, profileId, outcome)
  for (const reservation of outcome.reservations) reserveCoupon(books, reservation)
  const { effects, claims, triggered, failures } = outcome
  // By name: with objects spread into each other, these lines took longer than the rules.
  const open: Applied = {
    session: withUpdates(session, outcome),
    profile: books.profile(profileId),
    effects,
    books,
    closing: undefined,
    tentative: claims.points,
    triggered,
    failures,
    createdCoupons: [],
    createdReferrals: [],
    awarded: [],
  }
  if (change !== 'talon_session_closed') return open
  const sessionId = session.integrationId
  const spending = { account: program.account, profileId, sessionId, moment }
  const closed = closeRewards(outcome, books, spending)
  // Only now: the rules read the profile's totals as they are before this close.
  const sold = countSale(books, profileId, (record) => addSale(record, session))
  return { ...open, ...closed, tentative: [], profile: sold }
}

/** Counts a sale on the session's profile, or takes it off. */
export const countSale = (
  books: Books,
  profileId: string,
  count: (profile: ProfileRecord['profile']) => ProfileRecord['profile'],
): ProfileRecord | undefined => {
  const record = profileId ? books.profile(profileId) : undefined
  if (!record) return undefined
  const counted = { ...record, profile: count(record.profile) }
  books.setProfile(counted)
  return counted
}

/** The session with the attributes that rules set. Source: Integration API, `updateAttribute`. */
const withUpdates = (session: CustomerSession, outcome: RuleOutcome): CustomerSession => {
  const updates = outcome.attributes.filter(({ entity }) => entity === 'Session')
  if (updates.length === 0) return session
  return { ...session, attributes: { ...session.attributes, ...valuesOf(updates) } }
}

const valuesOf = (updates: RuleOutcome['attributes']): Record<string, unknown> =>
  Object.fromEntries(updates.map(({ name, value }) => [name, value]))

/** Attributes and audiences of the profile change with every update, closing or not. */
const updateProfile = (books: Books, profileId: string, outcome: RuleOutcome): void => {
  const record = profileId ? books.profile(profileId) : undefined
  const attributes = outcome.attributes.filter(({ entity }) => entity === 'Profile')
  if (!record || (attributes.length === 0 && outcome.audiences.length === 0)) return
  const { profile } = record
  const memberships = new Map(profile.audienceMemberships.map((one) => [one.id, one]))
  for (const { id, name, member } of outcome.audiences) {
    if (member) memberships.set(id, { id, name })
    else memberships.delete(id)
  }
  books.setProfile({
    ...record,
    profile: {
      ...profile,
      attributes: { ...profile.attributes, ...valuesOf(attributes) },
      audienceMemberships: [...memberships.values()],
    },
  })
}
