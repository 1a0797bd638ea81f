import type { Referral } from '../../contract/service/rewards.ts'
import type { Account, CampaignDefinition, CodeSettings } from '../account.ts'
import { notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { newProfile } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import { newCode } from '../rewards/create-codes.ts'
import type { RewardChanges } from '../rewards/records.ts'

/** Referrals as a request asks for them: one code for each advocate. */
export interface NewReferrals {
  readonly campaignId: number
  readonly advocates: readonly string[]
  readonly friend?: string | undefined
  /** RFC 3339. */
  readonly startDate?: string | undefined
  readonly expiryDate?: string | undefined
  /** 0: no limit. */
  readonly usageLimit: number
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
  readonly settings?: Partial<CodeSettings> | undefined
}

/** What new referrals change, and the referrals, in the order of their advocates. */
export interface ReferralsDecision {
  readonly referrals: readonly Referral[]
  readonly rewards: RewardChanges
}

/** Characters and pattern of codes where neither request nor campaign says any. Assumed. */
export const REFERRAL_SETTINGS: CodeSettings = {
  validCharacters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
  couponPattern: 'REF-########',
}

/** @throws EmulatorError NOT_FOUND */
export const campaignNumbered = ({ campaigns }: Account, id: number): CampaignDefinition => {
  const campaign = campaigns.find((known) => known.id === id)
  if (campaign) return campaign
  throw notFound('campaign', id, '/campaignId')
}

/**
 * Decides new referral codes; advocates that aren't known come into being (assumed). Budgets of referral
 * creation don't count. Source: Integration API, "Create referral code for an advocate".
 * @throws EmulatorError NOT_FOUND
 */
export const decideReferrals = (
  account: Account,
  { records }: Facts,
  wanted: NewReferrals,
  moment: Moment,
): ReferralsDecision => {
  const { campaignId, friend, startDate, expiryDate, usageLimit, attributes = {} } = wanted
  const campaign = campaignNumbered(account, campaignId)
  const books = new Books(records)
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
      attributes: { ...attributes },
    }
    books.setReferral({ referral: { ...referral, referredCustomers: [] } })
    return referral
  })
  return { referrals, rewards: books.changes }
}
