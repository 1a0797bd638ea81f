import {
  type Attribute,
  BUILT_IN_EVENTS,
  type Event,
  type RuleResult,
} from '../../contract/service/integration-state.ts'
import { defineAttribute } from '../attributes/define.ts'
import {
  AttributeResolver,
  type ForcedTypes,
  type UnknownAttributes,
} from '../attributes/resolve.ts'
import { brief, EmulatorError, type Fault, invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import { unknownCards } from '../loyalty/cards.ts'
import type { Moment } from '../moment.ts'
import { newProfile } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import type { EventRecord, RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import { applyToHappening } from '../sessions/apply-rules.ts'
import { standIn } from '../sessions/stand-in.ts'
import { viewOf } from '../sessions/update.ts'
import { ruleResult } from '../state.ts'
import { newEvent } from './event.ts'

/** Where the parts of an event stand in the request. */
export interface EventPointers {
  readonly type: string
  readonly profileId: string
  readonly attributes: string
}

/** A custom event as a request tells of it. */
export interface EventTracking {
  readonly type: string
  readonly profileId: string | undefined
  readonly attributes?: Readonly<Record<string, unknown>> | null | undefined
  readonly unknownAttributes: UnknownAttributes
  readonly attributeTypes?: ForcedTypes
  /** Whether a type that the account doesn't know comes into being. */
  readonly createsType: boolean
  readonly loyaltyCards?: readonly string[] | null | undefined
  /** An ID of its own, which no other event has. */
  readonly integrationId?: string | undefined
  /** An event whose ID is known is answered as it was, and nothing else happens: it is no conflict. */
  readonly repeats?: boolean
  /** Integration ID of the closed session that it is connected with. */
  readonly connectedSessionId?: string | undefined
  readonly pointers: EventPointers
  /** Campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
}

/** What an event changes, and what it answers. */
export interface EventDecision {
  readonly event: Event
  readonly createdAttributes: readonly Attribute[]
  readonly rewards: RewardChanges
  readonly result: RuleResult
}

/**
 * Decides a custom event: its profile comes into being if need be, without an event of its own, and the
 * rules run. Source: Third-party OpenAPI and Integration API, "Track event"; docs, Events (reserved names).
 * @throws EmulatorError REQUEST_INVALID, ATTRIBUTE_INVALID, ALREADY_EXISTS, PROFILE_MISMATCH; nothing has
 * changed then, and no ID is spent
 */
export const decideEvent = (
  facts: Facts,
  tracking: EventTracking,
  { moment, program }: { moment: Moment; program: RuleProgram },
): EventDecision => {
  const { type, integrationId, pointers, repeats = false } = tracking
  const { records } = facts
  const known = integrationId === undefined ? undefined : records.event(integrationId)
  if (known && repeats) return repeated(known)
  const profileId = checkEvent(facts, tracking)
  const resolver = new AttributeResolver({
    definitions: facts.attributes,
    unknown: tracking.unknownAttributes,
    forced: tracking.attributeTypes,
  })
  const attributes = resolver.resolve('Event', tracking.attributes ?? {}, pointers.attributes)
  if (resolver.faults.length > 0) throw invalid('ATTRIBUTE_INVALID', resolver.faults)
  for (const name of Object.keys(attributes)) if (attributes[name] === null) delete attributes[name]

  const books = new Books(records)
  const before = facts.profile ?? newProfile(moment.nextId('profile'), profileId, moment.now)
  books.setProfile({ ...before, profile: { ...before.profile, lastActivity: moment.now } })
  const connected = facts.session
  const session = connected ?? standIn(profileId, tracking.loyaltyCards ?? [])
  const event: Event = {
    ...newEvent(type, { profileId, attributes, moment, program }),
    ...(integrationId !== undefined && { integrationId }),
    ...(connected && { sessionId: connected.integrationId }),
  }
  const occasion = connected ? 'connected event' : 'event'
  const { campaigns } = tracking
  const happening = { event, session, occasion, books, campaigns } as const
  const applied = applyToHappening(happening, program, moment)
  const result = ruleResult(applied, viewOf(applied, { moment, program }), event)
  const record = { event, ...(repeats && { result }) }
  return {
    event,
    createdAttributes: resolver.created.map((attribute) => defineAttribute(attribute, moment)),
    rewards: {
      ...books.changes,
      eventTypes: records.isEventType(type) ? [] : [type],
      events: integrationId === undefined ? [] : [{ ...record, integrationId }],
    },
    result,
  }
}

/** What an event that is known answers once more. */
const repeated = ({ event, result }: EventRecord): EventDecision => ({
  event,
  createdAttributes: [],
  rewards: {},
  result: result ?? {
    effects: [],
    createdCoupons: [],
    createdReferrals: [],
    event,
    loyalty: { programs: {} },
    triggeredCampaigns: [],
    ruleFailureReasons: [],
    awardedGiveaways: [],
  },
})

/** The profile of an event that can be. */
const checkEvent = (facts: Facts, tracking: EventTracking): string => {
  const { type, profileId, integrationId, connectedSessionId, pointers } = tracking
  const faults: Fault[] = []
  if (BUILT_IN_EVENTS.some((name) => name === type)) {
    const details = `type must not be ${type}, the name of an event that the service raises itself`
    faults.push({ title: 'Reserved', details, source: pointers.type })
  } else if (!tracking.createsType && !facts.records.isEventType(type)) {
    const details = `The event type "${brief(type)}" is not defined; it must be created before it is used`
    faults.push({ title: 'Unknown', details, source: pointers.type })
  }
  if (!profileId) {
    const details = 'a profile is required, even though the schema does not say so'
    faults.push({ title: 'required', details, source: pointers.profileId })
  }
  faults.push(...unknownCards(facts.records, tracking.loyaltyCards ?? [], ''))
  if (connectedSessionId !== undefined) faults.push(...connectionFaults(facts, connectedSessionId))
  if (faults.length > 0 || !profileId) throw invalid('REQUEST_INVALID', faults)
  if (facts.session && facts.session.profileId !== profileId) {
    const details = `profileId must be "${brief(facts.session.profileId)}", the profile that the session belongs to`
    throw invalid('PROFILE_MISMATCH', [
      { title: 'Profile mismatch', details, source: pointers.profileId },
    ])
  }
  if (integrationId !== undefined && facts.records.event(integrationId)) {
    throw new EmulatorError(
      'ALREADY_EXISTS',
      `The event with the ID '${brief(integrationId)}' already exists`,
    )
  }
  return profileId
}

/** Source: Integration API, `connectedSessionId` (the session has to be closed). */
const connectionFaults = ({ session }: Facts, connectedSessionId: string): Fault[] => {
  if (session?.state === 'closed') return []
  const found = session ? `it is ${session.state}` : 'there is none'
  const details = `connectedSessionId must be the ID of a closed session: of "${brief(connectedSessionId)}" ${found}`
  return [{ title: 'Invalid session', details, source: '/connectedSessionId' }]
}
