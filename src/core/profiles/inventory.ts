import type { Inventory, InventoryCoupon } from '../../contract/service/inventory.ts'
import type { Loyalty } from '../../contract/service/loyalty.ts'
import type { Account } from '../account.ts'
import { redeemedBy } from '../codes/reservations.ts'
import { notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { ProfileRecord } from '../profiles.ts'
import { type CardRecord, ledgerKey, progressKey } from '../rewards/records.ts'
import { type BalanceView, cardView, programView } from '../rewards/view.ts'

/** The parts of an inventory that are asked for. */
export type InventoryParts = Readonly<Partial<Record<keyof Inventory, boolean | undefined>>>

/**
 * What a profile holds, part by part. Source: Integration API, "List customer data". Assumed: its coupons
 * are those that are its own or that it has reserved, its referrals those it advocates.
 * @throws EmulatorError NOT_FOUND
 */
export const inventoryOf = (
  account: Account,
  facts: Facts,
  { profileId, parts, at }: { profileId: string; parts: InventoryParts; at: number },
): Inventory => {
  const { records, also } = facts
  const profile = knownProfile(facts, profileId)
  const { referrals = [], giveaways = [], cards = [] } = also?.codes ?? {}
  const inventory: Inventory = {}
  if (parts.profile) inventory.profile = profile.profile
  if (parts.referrals) inventory.referrals = referrals.map(({ referral }) => referral)
  if (parts.coupons) inventory.coupons = couponsInInventory(facts, profileId, at)
  if (parts.giveaways) inventory.giveaways = [...giveaways]
  if (parts.loyalty) inventory.loyalty = loyaltyHeld({ account, records, at }, profileId, cards)
  if (parts.achievements) inventory.achievements = achievementsOf(account, { records, profileId })
  return inventory
}

/** The points of a profile in the programs that it has joined, and those of its cards. */
export const loyaltyHeld = (
  view: BalanceView,
  profileId: string,
  cards: readonly CardRecord[],
): Required<Loyalty> => {
  const joined = view.account.loyaltyPrograms.filter(
    ({ id, cardBased }) => !cardBased && view.records.ledger(ledgerKey(id, profileId)),
  )
  return {
    programs: Object.fromEntries(
      joined.map((program) => [String(program.id), programView(view, program, profileId)]),
    ),
    cards: cards.map((card) => cardView({ ...view, card })),
  }
}

/** The profile of the facts. @throws EmulatorError NOT_FOUND */
const knownProfile = ({ profile }: Facts, profileId: string): ProfileRecord => {
  if (profile) return profile
  throw notFound('customer profile', profileId, 'integrationId')
}

/** Coupons that are a profile's own or that it has reserved. @throws EmulatorError NOT_FOUND */
export const couponsInInventory = (
  facts: Facts,
  profileId: string,
  at: number,
): InventoryCoupon[] => {
  knownProfile(facts, profileId)
  return (facts.also?.codes?.coupons ?? []).map((record) => ({
    ...redeemedBy(facts.records, record, profileId),
    state: stateOf(record.coupon, at),
  }))
}

/** Source: Integration API, coupon `state`. */
const stateOf = (
  coupon: { startDate?: string; expiryDate?: string; usageLimit: number; usageCounter: number },
  at: number,
): 'active' | 'used' | 'expired' | 'pending' => {
  const { startDate, expiryDate, usageLimit, usageCounter } = coupon
  if (usageLimit > 0 && usageCounter >= usageLimit) return 'used'
  if (expiryDate !== undefined && at >= Date.parse(expiryDate)) return 'expired'
  if (startDate !== undefined && at < Date.parse(startDate)) return 'pending'
  return 'active'
}

const achievementsOf = (
  { campaigns }: Account,
  { records, profileId }: { records: Facts['records']; profileId: string },
): NonNullable<Inventory['achievements']> =>
  campaigns.flatMap((campaign) =>
    campaign.achievements.map(({ id, name, title, target }) => {
      const progress = records.progress(progressKey(id, profileId))?.progress ?? 0
      return {
        achievementId: id,
        name,
        title,
        description: '',
        campaignId: campaign.id,
        target,
        progress,
        status: progress >= target ? 'completed' : progress > 0 ? 'inprogress' : 'not_started',
        achievementRecurrencePolicy: 'no_recurrence',
        achievementActivationPolicy: 'user_action',
      }
    }),
  )
