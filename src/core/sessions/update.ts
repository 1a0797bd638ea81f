import type { CustomerSessionInput } from '../../contract/service/customer-sessions.ts'
import type {
  Attribute,
  CustomerProfile,
  CustomerSession,
  IntegrationState,
  SessionEvent,
} from '../../contract/service/integration-state.ts'
import { defineAttribute } from '../attributes/define.ts'
import type { ForcedTypes, UnknownAttributes } from '../attributes/resolve.ts'
import { brief, invalid } from '../errors.ts'
import { newEvent } from '../events/event.ts'
import type { Facts } from '../facts.ts'
import { unknownCards } from '../loyalty/cards.ts'
import type { Moment } from '../moment.ts'
import { checkSale, newProfile, type ProfileRecord } from '../profiles.ts'
import { undoneBy } from '../rewards/closing.ts'
import { type Spell, spellCode } from '../rewards/codes.ts'
import type { RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import type { View } from '../rewards/view.ts'
import { sessionState } from '../state.ts'
import { type Applied, applyRules } from './apply-rules.ts'
import { strictFaults } from './cart.ts'
import { mergeContent } from './content.ts'
import { type SessionRecord, withoutUndone } from './record.ts'
import { totalsOf } from './totals.ts'
import { transition } from './transitions.ts'

/** One update as it was asked for. */
export interface SessionUpdate {
  readonly sessionId: string
  readonly session: CustomerSessionInput
  readonly unknownAttributes: UnknownAttributes
  readonly attributeTypes?: ForcedTypes
  /** Where the session sits in the body: empty, or `/customerSession` in v1. */
  readonly pointer: string
  /** Refuse unknown additional costs and items without a price. */
  readonly strict: boolean
  /** Refuse a loyalty card that the account doesn't know. */
  readonly refusesUnknownCards?: boolean
  /** What a session that is created as closed raises: that it was created, not that it was closed. */
  readonly raisesCreated?: boolean
  /** Nothing of it is kept. */
  readonly isDry?: boolean
  /** Campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
}

/** What an update changes, and what it answers. */
export interface SessionDecision {
  readonly session: SessionRecord
  /** As it is afterwards; undefined: the session is anonymous. */
  readonly profile: ProfileRecord | undefined
  readonly createdAttributes: readonly Attribute[]
  readonly rewards: RewardChanges
  readonly state: IntegrationState
}

/**
 * Decides one update of a customer session: creates it or builds on what is stored. A field left out
 * or `null` keeps its value, a cart that is given replaces the whole cart, attributes are merged and
 * `null` deletes one. Cancelling a closed session takes nothing from the request but the state.
 * Source: Integration API, "Update customer session"; Third-party OpenAPI,
 * `segment/updateCustomerSession`. Assumed: merging of attributes, and what is refused with which text.
 * @throws EmulatorError SESSION_TRANSITION_ILLEGAL, PROFILE_MISMATCH, ATTRIBUTE_INVALID,
 * REQUEST_INVALID; nothing has changed then, and no ID is spent
 */
export const decideUpdate = (
  found: Facts,
  update: SessionUpdate,
  { moment, program }: { moment: Moment; program: RuleProgram },
): SessionDecision => {
  const facts =
    update.isDry && update.session.state === 'closed' ? withoutStored(found, update) : found
  const { session: stored } = facts
  const state = update.session.state ?? stored?.state ?? 'open'
  const change = transition(stored?.state, state, update.pointer)
  const profileId = profileOf(stored, update)

  if (stored && stored.state !== 'open') {
    const cancelled = { ...stored, state, updateCount: stored.updateCount + 1, updated: moment.now }
    const decided = { session: cancelled, change, created: [] }
    return conclude(facts, update, { moment, program, decided })
  }
  refuse(facts, update, program)
  const { content, unknown } = mergeContent(facts, update, speller(program))
  const totals = totalsOf(content.cartItems, content.additionalCosts, update.pointer)
  if (change === 'talon_session_closed') checkSale(facts.profile, totals.total, update.pointer)
  // Of the session as it is, even when its content doesn't count.
  const attached = found.session?.profileId === profileId ? found.session : undefined
  const session: CustomerSession = {
    id: stored?.id ?? moment.nextId('session'),
    created: stored?.created ?? moment.now,
    integrationId: update.sessionId,
    applicationId: program.account.application.id,
    profileId,
    state,
    firstSession: attached?.firstSession ?? (facts.profile?.sessionCount ?? 0) === 0,
    // By name: spread in the middle of an object, they take longer than all the rest of the decision.
    couponCodes: content.couponCodes,
    referralCode: content.referralCode,
    loyaltyCards: content.loyaltyCards,
    identifiers: content.identifiers,
    attributes: content.attributes,
    additionalCosts: content.additionalCosts,
    cartItems: content.cartItems,
    cartItemTotal: totals.cartItemTotal,
    additionalCostTotal: totals.additionalCostTotal,
    cartItemAdditionalCostTotal: totals.cartItemAdditionalCostTotal,
    total: totals.total,
    updateCount: (stored?.updateCount ?? 0) + 1,
    updated: moment.now,
  }
  const created = unknown.map((attribute) => defineAttribute(attribute, moment))
  return conclude(facts, update, { moment, program, decided: { session, change, created } })
}

/** Refuses what a request may hold by its schema alone, as far as the update says so. */
const refuse = ({ records }: Facts, update: SessionUpdate, { account }: RuleProgram): void => {
  const { session, pointer, strict, refusesUnknownCards } = update
  const faults = strict ? strictFaults(session, account, pointer) : []
  if (refusesUnknownCards && session.loyaltyCards) {
    faults.push(...unknownCards(records, session.loyaltyCards, pointer))
  }
  if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
}

/**
 * Facts without the session that is stored, and without its profile unless the update names it. Source:
 * Integration API, `dry` ("when closing, only the payload of that call counts").
 */
const withoutStored = (facts: Facts, { session: { profileId } }: SessionUpdate): Facts => ({
  ...facts,
  profile: profileId ? facts.profile : undefined,
  session: undefined,
  closing: undefined,
  effects: [],
  returns: [],
})

/**
 * The profile after the update. An anonymous session may be given one; a session that has one keeps it.
 * Source: Integration API, Events ("must belong to the same profileId, or an error is returned").
 */
const profileOf = (stored: CustomerSession | undefined, update: SessionUpdate): string => {
  const asked = update.session.profileId
  const own = stored?.profileId ?? ''
  if (own === '' || asked === undefined || asked === null || asked === own) return asked ?? own
  throw invalid('PROFILE_MISMATCH', [
    {
      title: 'Profile mismatch',
      details: `profileId must stay "${brief(own)}", the profile this session belongs to`,
      source: `${update.pointer}/profileId`,
    },
  ])
}

/** Spells codes as the program's account keeps them. */
export const speller =
  ({ account }: RuleProgram): Spell =>
  (code) =>
    spellCode(code, account.application.codeCase)

interface Conclusion {
  moment: Moment
  program: RuleProgram
  decided: { session: CustomerSession; change: SessionEvent; created: readonly Attribute[] }
}

const conclude = (
  facts: Facts,
  update: SessionUpdate,
  { moment, program, decided }: Conclusion,
): SessionDecision => {
  const { change, created } = decided
  const raisesCreated = facts.session === undefined && update.raisesCreated === true
  const type = raisesCreated ? 'talon_session_created' : change
  const event = newEvent(type, { session: decided.session, moment, program })
  const applied = applyRules(
    {
      session: decided.session,
      profile: profileOn(facts, decided.session, moment),
      change,
      event,
      closing: facts.closing,
      records: facts.records,
      campaigns: update.campaigns,
    },
    program,
    moment,
  )
  const { session, closing, effects, books } = applied
  const view = viewOf(applied, { moment, program })
  const state = sessionState(applied, event, view, facts.returns)
  if (update.unknownAttributes === 'create') state.createdAttributes = [...created]
  const { profile } = applied
  const record: SessionRecord = {
    session,
    closing,
    effects: change === 'talon_session_revoked' ? leftOf(facts) : effects,
    returns: facts.returns,
  }
  return { session: record, profile, createdAttributes: created, rewards: books.changes, state }
}

/** What cancelling a closed session leaves in force of its effects. */
const leftOf = ({ effects, closing }: Facts) =>
  closing ? withoutUndone(effects, undoneBy(closing)) : effects

/** How the account's records show in a reply that follows what the rules have made of it. */
export const viewOf = (
  { session, books, tentative }: Applied,
  { moment, program }: { moment: Moment; program: RuleProgram },
): View => ({
  account: program.account,
  records: books,
  session,
  at: moment.at,
  tentative,
  spell: speller(program),
})

/** The session's profile with this session among its own; undefined for an anonymous session. */
const profileOn = (
  facts: Facts,
  session: CustomerSession,
  moment: Moment,
): ProfileRecord | undefined => {
  if (session.profileId === '') return undefined
  const before =
    facts.profile ?? newProfile(moment.nextId('profile'), session.profileId, moment.now)
  const joins = facts.session?.profileId !== session.profileId
  const { profile: known } = before
  // By name: spread, they take longer than the rest of the decision on a profile.
  const profile: CustomerProfile = {
    id: known.id,
    created: known.created,
    accountId: known.accountId,
    integrationId: known.integrationId,
    attributes: known.attributes,
    closedSessions: known.closedSessions,
    totalSales: known.totalSales,
    audienceMemberships: known.audienceMemberships,
    lastActivity: moment.now,
  }
  const sessionCount = before.sessionCount + (joins ? 1 : 0)
  const { referredWith } = before
  return referredWith === undefined
    ? { profile, sessionCount }
    : { profile, sessionCount, referredWith }
}
