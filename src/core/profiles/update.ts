import type { Audience } from '../../contract/service/audiences.ts'
import type {
  Attribute,
  CustomerProfile,
  CustomerSession,
  RuleResult,
} from '../../contract/service/integration-state.ts'
import { defineAttribute } from '../attributes/define.ts'
import { mergeAttributes } from '../attributes/merge.ts'
import {
  AttributeResolver,
  type ForcedTypes,
  type NewAttribute,
  type UnknownAttributes,
} from '../attributes/resolve.ts'
import {
  type AudienceChanges,
  AudienceFinder,
  changeMemberships,
  type NamedAudience,
} from '../audiences/memberships.ts'
import { type Fault, invalid } from '../errors.ts'
import { newEvent } from '../events/event.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { newProfile, type ProfileRecord } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import type { RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import { applyToHappening, NOTHING } from '../sessions/apply-rules.ts'
import { standIn } from '../sessions/stand-in.ts'
import { viewOf } from '../sessions/update.ts'
import { ruleResult } from '../state.ts'

/** One update of a profile as it was asked for. */
export interface ProfileUpdate {
  readonly profileId: string
  readonly attributes?: Readonly<Record<string, unknown>> | null | undefined
  readonly unknownAttributes: UnknownAttributes
  readonly attributeTypes?: ForcedTypes
  /** Where the attributes stand in the body. */
  readonly attributesPointer: string
  readonly audiences?: AudienceChanges | null | undefined
  /** What comes of them when the rules don't run. Left out: nothing. */
  readonly audiencesAlone?: 'run rules' | 'apply'
  /** Where they stand in the body. */
  readonly audiencesPointer: string
  /** The platform that new audiences come from. */
  readonly integration: string
  readonly runsRules: boolean
  /** Campaigns to evaluate, whatever their state; undefined: those that are running. */
  readonly campaigns?: readonly number[] | undefined
}

/** What an update of a profile changes, and what it answers. */
export interface ProfileDecision {
  readonly profile: CustomerProfile
  readonly createdAttributes: readonly Attribute[]
  /** Those that the request has named by name. */
  readonly audiences: readonly NamedAudience[]
  readonly rewards: RewardChanges
  /** Without `event` when no rules ran. */
  readonly result: RuleResult
}

/**
 * Decides one update of a customer profile, which comes into being if need be. Without the rules it takes
 * the attributes alone, unless it says otherwise: audiences stay as they are, and so does the time of the
 * last activity.
 * Source: Third-party OpenAPI, "Update customer profile", `runRuleEngine`; Integration API, `lastActivity`.
 * @throws EmulatorError ATTRIBUTE_INVALID, NOT_FOUND; nothing has changed then, and no ID is spent
 */
export const decideProfileUpdate = (
  facts: Facts,
  update: ProfileUpdate,
  { moment, program }: { moment: Moment; program: RuleProgram },
): ProfileDecision => {
  const { profileId } = update
  const { values, unknown, faults } = resolveAttributes(facts, update)
  if (faults.length > 0) throw invalid('ATTRIBUTE_INVALID', faults)
  const finder = new AudienceFinder(facts.records, moment, update.integration)
  const runsRules =
    update.runsRules || (update.audiencesAlone === 'run rules' && hasChanges(update.audiences))
  const isApplied = runsRules || update.audiencesAlone === 'apply'
  if (isApplied) checkAudiences(update, finder)
  const stored = facts.profile ?? newProfile(moment.nextId('profile'), profileId, moment.now)
  const attributes = mergeAttributes(stored.profile.attributes, values)
  const profile = changeMemberships(
    { ...stored.profile, attributes },
    isApplied ? (update.audiences ?? {}) : {},
    finder,
    update.audiencesPointer,
  )
  const changed = { ...stored, profile }
  const createdAttributes = unknown.map((attribute) => defineAttribute(attribute, moment))
  const decided = runsRules
    ? withRules(facts, update, changed, { moment, program })
    : withoutRules(facts, changed, { moment, program })
  const made: Audience[] = finder.named
    .filter(({ status }) => status !== 'unmodified')
    .map(({ audience }) => audience)
  const rewards = { ...decided.rewards, audiences: made }
  return { ...decided, rewards, createdAttributes, audiences: finder.named }
}

const hasChanges = (changes: AudienceChanges | null | undefined): boolean =>
  [changes?.adds, changes?.deletes].some((list) => list && list.length > 0)

type Decided = Pick<ProfileDecision, 'profile' | 'rewards' | 'result'>

const resolveAttributes = (
  { attributes: definitions }: Facts,
  { attributes, unknownAttributes, attributeTypes, attributesPointer }: ProfileUpdate,
): { values: Record<string, unknown>; unknown: readonly NewAttribute[]; faults: Fault[] } => {
  const resolver = new AttributeResolver({
    definitions,
    unknown: unknownAttributes,
    forced: attributeTypes,
  })
  const values = resolver.resolve('CustomerProfile', attributes ?? {}, attributesPointer)
  return { values, unknown: resolver.created, faults: resolver.faults }
}

/** What is wrong with the attributes of an update. */
export const faultsOfAttributes = (facts: Facts, update: ProfileUpdate): readonly Fault[] =>
  resolveAttributes(facts, update).faults

/** Finds the audiences that are named by number or by a platform's ID: they have to be there. */
const checkAudiences = ({ audiences, audiencesPointer }: ProfileUpdate, finder: AudienceFinder) => {
  for (const list of ['adds', 'deletes'] as const) {
    for (const [i, reference] of (audiences?.[list] ?? []).entries()) {
      if (typeof reference !== 'object') finder.find(reference, `${audiencesPointer}/${list}/${i}`)
    }
  }
}

const withoutRules = (
  facts: Facts,
  changed: ProfileRecord,
  at: { moment: Moment; program: RuleProgram },
): Decided => {
  const books = new Books(facts.records)
  books.setProfile(changed)
  const session = standIn(changed.profile.integrationId)
  const applied = { ...NOTHING, session, books, profile: changed }
  const result = ruleResult(applied, viewOf(applied, at))
  return { profile: changed.profile, rewards: books.changes, result }
}

const withRules = (
  facts: Facts,
  { campaigns }: ProfileUpdate,
  changed: ProfileRecord,
  { moment, program }: { moment: Moment; program: RuleProgram },
): Decided => {
  const books = new Books(facts.records)
  const profile = { ...changed.profile, lastActivity: moment.now }
  books.setProfile({ ...changed, profile })
  const { integrationId: profileId } = profile
  const type = facts.profile ? 'talon_profile_updated' : 'talon_profile_created'
  const event = newEvent(type, { profileId, moment, program })
  const session: CustomerSession = standIn(profileId)
  const happening = { event, session, occasion: 'event', books, campaigns } as const
  const applied = applyToHappening(happening, program, moment)
  return {
    profile: applied.profile?.profile ?? profile,
    rewards: books.changes,
    result: ruleResult(applied, viewOf(applied, { moment, program }), event),
  }
}
