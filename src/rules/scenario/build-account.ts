import type * as contract from '../../contract/scenario/account.ts'
import type { Scenario } from '../../contract/scenario/scenario.ts'
import type { Account, Application, AttributeDefinition } from '../../core/account.ts'
import { ATTRIBUTE_NAME } from '../../core/attributes/resolve.ts'
import { buildCampaigns, type RulesetReader } from './build-campaigns.ts'
import { buildEvaluation } from './build-evaluation.ts'
import { buildPrograms } from './build-loyalty.ts'
import { checkUnique, giveIds } from './ids.ts'
import { Names } from './names.ts'
import { DeclaredAttributes, EventTypes, type Scope } from './scope.ts'
import type { Source } from './source.ts'

/**
 * Builds the account that a scenario describes: gives the IDs that were left out, resolves names,
 * translates rules. What is wrong is reported to the source, and the account is of no use then.
 */
export const buildAccount = (
  source: Source,
  scenario: Scenario,
  readRuleset: RulesetReader,
): Account => {
  const {
    attributes = {},
    events = [],
    additionalCosts = [],
    audiences = [],
    profiles = [],
    loyaltyPrograms = [],
    giveawayPools = [],
    collections = {},
    campaigns = [],
  } = scenario
  const application = buildApplication(source, scenario.application)

  /** IDs of a section's entries, and the names that lead to them. */
  const register = <T extends { id?: number }>(
    section: keyof Scenario,
    entries: readonly T[],
    kind: string,
    namesOf: (entry: T) => (string | undefined)[],
  ) => {
    const names = new Names(kind, source.isFaulty(section))
    const ids = giveIds(source, entries, 'id', kind)
    entries.forEach((entry, i) => {
      names.add(ids[i] ?? 0, ...namesOf(entry))
    })
    return { ids, names, withIds: entries.map((entry, i) => ({ ...entry, id: ids[i] ?? 0 })) }
  }
  const byName = ({ name }: { name: string }) => [name]
  const costs = register('additionalCosts', additionalCosts, 'additional cost', byName)
  const crowds = register('audiences', audiences, 'audience', (audience) => [
    audience.name,
    audience.integrationId,
  ])
  const programs = register('loyaltyPrograms', loyaltyPrograms, 'loyalty program', byName)
  const pools = register('giveawayPools', giveawayPools, 'giveaway pool', byName)
  const allAchievements = campaigns.flatMap(({ achievements = [] }) => achievements)
  const achievements = register('campaigns', allAchievements, 'achievement', byName)
  const lists = Object.keys(collections).map((name): { name: string; id?: number } => ({ name }))
  const scope: Scope = {
    source,
    application,
    attributes: new DeclaredAttributes(attributes),
    events: new EventTypes(events, source.isFaulty('events')),
    audiences: crowds.names,
    programs: programs.names,
    pools: pools.names,
    achievements: achievements.names,
    costs: costs.names,
    collections: register('collections', lists, 'collection', byName).names,
  }
  checkUnique(source, additionalCosts, 'name', 'additional cost')
  checkUnique(source, audiences, 'integrationId', 'audience')
  checkUnique(source, giveawayPools, 'name', 'giveaway pool')
  checkUnique(source, profiles, 'integrationId', 'profile')
  checkUnique(source, allAchievements, 'name', 'achievement')
  const runs = register('campaigns', campaigns, 'campaign', byName)
  return {
    application,
    attributes: attributesOf(source, attributes),
    eventTypes: [...new Set(events)],
    additionalCosts: costs.withIds,
    audiences: crowds.withIds,
    profiles: profiles.map((profile) => buildProfile(scope, profile)),
    loyaltyPrograms: buildPrograms(source, loyaltyPrograms, programs.ids),
    giveawayPools: pools.withIds.map((pool) => ({ codes: [], ...pool })),
    collections,
    campaigns: buildCampaigns(scope, campaigns, readRuleset, {
      campaigns: runs.ids,
      achievements: achievements.ids,
    }),
    evaluation: buildEvaluation(source, scenario.evaluation, runs.names, runs.ids),
  }
}

const buildApplication = (source: Source, given: contract.Application = {}): Application => {
  const application = {
    id: 1,
    name: 'talon-mock',
    currency: 'EUR',
    timezone: 'UTC',
    cascadingDiscounts: false,
    partialDiscounts: true,
    flattenedCartItems: true,
    codeCase: 'sensitive',
    discountScope: 'sessionTotal',
    ...given,
  } as const
  if (given.timezone !== undefined && !isTimeZone(given.timezone)) {
    source.fault(given, 'timezone', 'must be an IANA name such as Europe/Berlin')
  }
  return application
}

const isTimeZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

const attributesOf = (
  source: Source,
  attributes: NonNullable<Scenario['attributes']>,
): AttributeDefinition[] =>
  Object.entries(attributes).flatMap(([entity, types]) =>
    Object.entries(types).map(([name, type]) => {
      if (!ATTRIBUTE_NAME.test(name)) {
        source.fault(types, name, 'must begin with a letter, then letters, digits and _')
      }
      // The schema lets no other entities pass.
      return { entity: entity as AttributeDefinition['entity'], name, type }
    }),
  )

const buildProfile = (scope: Scope, profile: contract.Profile) => {
  const { source, attributes, audiences } = scope
  const { audiences: references = [], ...rest } = profile
  attributes.check(source, 'CustomerProfile', profile.attributes ?? {})
  const ids = references.map((reference, i) => audiences.find(source, references, i, reference))
  return {
    attributes: {},
    closedSessions: 0,
    totalSales: 0,
    ...rest,
    audienceIds: [...new Set(ids)],
  }
}
