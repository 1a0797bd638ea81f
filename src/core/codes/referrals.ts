import type { Attribute } from '../../contract/service/integration-state.ts'
import type { Referral } from '../../contract/service/rewards.ts'
import type { Account, CodeSettings } from '../account.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { newProfile } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import { REFERRAL_SETTINGS } from '../rewards/codes.ts'
import { newCode } from '../rewards/create-codes.ts'
import type { RewardChanges } from '../rewards/records.ts'
import { type CodeAttributes, resolveCodeAttributes } from './attributes.ts'
import { campaignNumbered } from './campaign.ts'

/** Referrals as a request asks for them: one code for each advocate. */
export interface NewReferrals extends CodeAttributes {
  readonly campaignId: number
  readonly advocates: readonly string[]
  readonly friend?: string | undefined
  /** RFC 3339. */
  readonly startDate?: string | undefined
  readonly expiryDate?: string | undefined
  /** 0: no limit. */
  readonly usageLimit: number
  readonly settings?: Partial<CodeSettings> | undefined
}

/** What new referrals change, and the referrals, in the order of their advocates. */
export interface ReferralsDecision {
  readonly referrals: readonly Referral[]
  readonly createdAttributes: readonly Attribute[]
  readonly rewards: RewardChanges
}

/**
 * Decides new referral codes; advocates that aren't known come into being (assumed). Budgets of referral
 * creation don't count. Source: Integration API, "Create referral code for an advocate".
 * @throws EmulatorError NOT_FOUND, ATTRIBUTE_INVALID; no ID is spent then
 */
export const decideReferrals = (
  account: Account,
  facts: Facts,
  wanted: NewReferrals,
  moment: Moment,
): ReferralsDecision => {
  const { campaignId, friend, startDate, expiryDate, usageLimit } = wanted
  const campaign = campaignNumbered(account, campaignId)
  const { values, define } = resolveCodeAttributes('Referral', facts, wanted)
  const books = new Books(facts.records)
  const settings = { ...REFERRAL_SETTINGS, ...campaign.referralSettings, ...wanted.settings }
  const { codeCase } = account.application
  const referrals = wanted.advocates.map((advocate): Referral => {
    if (!books.profile(advocate)) {
      books.setProfile(newProfile(moment.nextId('profile'), advocate, moment.now))
    }
    const isTaken = (code: string) => books.referral(code) !== undefined
    const referral: Referral = {
      id: moment.nextId('referral'),
      created: moment.now,
      campaignId,
      advocateProfileIntegrationId: advocate,
      ...(friend !== undefined && { friendProfileIntegrationId: friend }),
      code: newCode(settings, isTaken, { moment, codeCase }),
      usageLimit,
      usageCounter: 0,
      ...(startDate !== undefined && { startDate }),
      ...(expiryDate !== undefined && { expiryDate }),
      attributes: values,
    }
    books.setReferral({ referral: { ...referral, referredCustomers: [] } })
    return referral
  })
  return { referrals, createdAttributes: define(moment), rewards: books.changes }
}
