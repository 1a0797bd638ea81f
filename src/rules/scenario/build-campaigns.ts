import type { Campaign } from '../../contract/scenario/campaign.ts'
import type * as account from '../../core/account.ts'
import { buildCoupons, buildReferrals, checkWindow, limitsOf } from './build-codes.ts'
import { buildRules } from './build-rules.ts'
import { checkUnique, giveIds } from './ids.ts'
import type { ReadRuleset } from './read-ruleset.ts'
import type { Scope } from './scope.ts'

/** Reads the ruleset that a file holds; undefined when it can't be read, which is a fault. */
export type RulesetReader = (campaign: Campaign) => ReadRuleset | undefined

/** Campaigns with their codes and rules; `ids` are those of the campaigns, and of all their achievements. */
export const buildCampaigns = (
  scope: Scope,
  campaigns: readonly Campaign[],
  readRuleset: RulesetReader,
  ids: { campaigns: readonly number[]; achievements: readonly number[] },
): account.CampaignDefinition[] => {
  const { source } = scope
  checkCodes(scope, campaigns)
  const rulesets = campaigns.map((campaign) => buildRuleset(scope, campaign, readRuleset))
  const achievements = buildAchievements(campaigns, ids.achievements)
  const rulesetIds = giveIds(source, withoutRepeated(rulesets), 'id', 'ruleset')
  return campaigns.map((campaign, i) => {
    const { rules, bindings, ruleset, ...rest } = campaign
    checkWindow(source, campaign, 'startTime', 'endTime')
    scope.attributes.check(source, 'Campaign', campaign.attributes ?? {})
    return {
      description: '',
      state: 'enabled',
      attributes: {},
      tags: [],
      features: ['coupons', 'referrals', 'loyalty', 'giveaways'],
      ...rest,
      id: ids.campaigns[i] ?? 0,
      limits: limitsOf(campaign.limits),
      coupons: buildCoupons(scope, campaign),
      referrals: buildReferrals(scope, campaign),
      achievements: achievements[i] ?? [],
      ruleset: { rules: [], bindings: [], ...rulesets[i], id: rulesetIds[i] ?? 0 },
    }
  })
}

/** The achievements of each campaign; `ids` are those of all, in order. */
const buildAchievements = (
  campaigns: readonly Campaign[],
  ids: readonly number[],
): account.AchievementDefinition[][] => {
  const all = campaigns.flatMap(({ achievements = [] }) => achievements)
  const idOf = new Map(all.map((achievement, i) => [achievement, ids[i] ?? 0]))
  return campaigns.map(({ achievements = [] }) =>
    achievements.map((achievement) => ({
      title: achievement.name,
      ...achievement,
      id: idOf.get(achievement) ?? 0,
    })),
  )
}

const buildRuleset = (
  scope: Scope,
  campaign: Campaign,
  readRuleset: RulesetReader,
): ReadRuleset => {
  if (campaign.ruleset === undefined) return buildRules(scope, campaign)
  for (const key of ['rules', 'bindings'] as const) {
    if (campaign[key]) scope.source.fault(campaign, key, 'must not stand beside ruleset')
  }
  return readRuleset(campaign) ?? { rules: [], bindings: [] }
}

/** Two campaigns may read the same file: the second one gets a ruleset of its own. */
const withoutRepeated = (rulesets: readonly ReadRuleset[]): { id?: number }[] =>
  rulesets.map(({ id }, i) =>
    id !== undefined && rulesets.findIndex((other) => other.id === id) === i ? { id } : {},
  )

/** A code leads to one campaign of the account. */
const checkCodes = ({ source, application }: Scope, campaigns: readonly Campaign[]): void => {
  const fold = (code: string) => (application.codeCase === 'sensitive' ? code : code.toUpperCase())
  const coupons = campaigns.flatMap((campaign) => campaign.coupons ?? [])
  checkUnique(source, coupons, 'code', 'coupon', fold)
  const referrals = campaigns.flatMap((campaign) => campaign.referrals ?? [])
  checkUnique(source, referrals, 'code', 'referral', fold)
}
