import type {
  AttributesInfo,
  CustomerSessionInput,
} from '../../contract/service/customer-sessions.ts'
import type {
  Attribute,
  CustomerProfile,
  CustomerSession,
  Event,
  IntegrationState,
  SessionEntity,
  SessionEvent,
} from '../../contract/service/integration-state.ts'
import { defineAttribute } from '../attributes/define.ts'
import type { AttributeDefinitions, UnknownAttributes } from '../attributes/resolve.ts'
import { brief, invalid } from '../errors.ts'
import type { Moment } from '../moment.ts'
import { checkSale, newProfile, type ProfileRecord } from '../profiles.ts'
import type { Closing } from '../rewards/closing.ts'
import { type Spell, spellCode } from '../rewards/codes.ts'
import type { AccountFacts, RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import { couponsOf, loyaltyOf, referralOf, type View } from '../rewards/view.ts'
import { applyRules } from './apply-rules.ts'
import { strictFaults } from './cart.ts'
import { mergeContent } from './content.ts'
import { totalsOf } from './totals.ts'
import { transition } from './transitions.ts'

/** What the store holds that an update of one session is decided on. */
export interface SessionFacts {
  readonly session: CustomerSession | undefined
  /** The profile that the request names, else the one the stored session has. */
  readonly profile: ProfileRecord | undefined
  readonly attributes: AttributeDefinitions
  /** What the session spent when it closed, if it did. */
  readonly closing: Closing | undefined
  /** The account's other records. */
  readonly records: AccountFacts
  /** What the control API needs besides, when it asks for it. */
  readonly also?: {
    /** Whoever has the number that a record is to be put with. */
    readonly sessionOfNumber?: CustomerSession | undefined
    readonly profileOfNumber?: ProfileRecord | undefined
    /** Integration IDs of the sessions of a profile. */
    readonly sessionsOfProfile?: readonly string[]
  }
}

/** One update as it was asked for. */
export interface SessionUpdate {
  readonly sessionId: string
  readonly session: CustomerSessionInput
  readonly unknownAttributes: UnknownAttributes
  readonly attributeTypes?: Readonly<Record<SessionEntity, AttributesInfo | null | undefined>>
  /** Where the session sits in the body: empty, or `/customerSession` in v1. */
  readonly pointer: string
  /** Refuse unknown additional costs and items without a price. */
  readonly strict: boolean
  /** What a session that is created as closed raises: that it was created, not that it was closed. */
  readonly raisesCreated?: boolean
}

/** What an update changes, and what it answers. */
export interface SessionDecision {
  readonly session: CustomerSession
  /** As it is afterwards; undefined: the session is anonymous. */
  readonly profile: ProfileRecord | undefined
  /** What the session spent by closing; `undefined`: nothing that could be given back. */
  readonly closing: Closing | undefined
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
  facts: SessionFacts,
  update: SessionUpdate,
  { moment, program }: { moment: Moment; program: RuleProgram },
): SessionDecision => {
  const { session: stored } = facts
  const state = update.session.state ?? stored?.state ?? 'open'
  const change = transition(stored?.state, state, update.pointer)
  const profileId = profileOf(stored, update)

  if (stored && stored.state !== 'open') {
    const cancelled = { ...stored, state, updateCount: stored.updateCount + 1, updated: moment.now }
    const decided = { session: cancelled, change, created: [] }
    return conclude(facts, update, { moment, program, decided })
  }
  if (update.strict) {
    const faults = strictFaults(update.session, program.account, update.pointer)
    if (faults.length > 0) throw invalid('REQUEST_INVALID', faults)
  }
  const { content, unknown } = mergeContent(facts, update, speller(program))
  const totals = totalsOf(content.cartItems, content.additionalCosts, update.pointer)
  if (change === 'talon_session_closed') checkSale(facts.profile, totals.total, update.pointer)
  const attached = stored !== undefined && stored.profileId === profileId
  const session: CustomerSession = {
    id: stored?.id ?? moment.nextId('session'),
    created: stored?.created ?? moment.now,
    integrationId: update.sessionId,
    applicationId: program.account.application.id,
    profileId,
    state,
    firstSession: attached ? stored.firstSession : (facts.profile?.sessionCount ?? 0) === 0,
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

const speller =
  ({ account }: RuleProgram): Spell =>
  (code) =>
    spellCode(code, account.application.codeCase)

interface Conclusion {
  moment: Moment
  program: RuleProgram
  decided: { session: CustomerSession; change: SessionEvent; created: readonly Attribute[] }
}

const conclude = (
  facts: SessionFacts,
  update: SessionUpdate,
  { moment, program, decided }: Conclusion,
): SessionDecision => {
  const { change, created } = decided
  const raisesCreated = facts.session === undefined && update.raisesCreated === true
  const event: Event = {
    id: moment.nextId('event'),
    created: moment.now,
    applicationId: program.account.application.id,
    type: raisesCreated ? 'talon_session_created' : change,
    attributes: {},
    sessionId: decided.session.integrationId,
    effects: [],
    ledgerEntries: [],
  }
  if (decided.session.profileId) event.profileId = decided.session.profileId
  const applied = applyRules(
    {
      session: decided.session,
      profile: profileOn(facts, decided.session, moment),
      change,
      event,
      closing: facts.closing,
      records: facts.records,
    },
    program,
    moment,
  )
  const { session, closing, books } = applied
  const view: View = {
    account: program.account,
    records: books,
    session,
    at: moment.at,
    tentative: applied.tentative,
    spell: speller(program),
  }
  const state: IntegrationState = {
    effects: [...applied.effects],
    createdCoupons: [...applied.createdCoupons],
    createdReferrals: [...applied.createdReferrals],
    customerSession: session,
    event,
    loyalty: loyaltyOf(view),
    coupons: couponsOf(view),
    triggeredCampaigns: [...applied.triggered],
    ruleFailureReasons: [...applied.failures],
    awardedGiveaways: [...applied.awarded],
  }
  const referral = referralOf(view)
  if (applied.profile) state.customerProfile = applied.profile.profile
  if (referral) state.referral = referral
  if (update.unknownAttributes === 'create') state.createdAttributes = [...created]
  const { profile } = applied
  return { session, profile, closing, createdAttributes: created, rewards: books.changes, state }
}

/** The session's profile with this session among its own; undefined for an anonymous session. */
const profileOn = (
  facts: SessionFacts,
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
