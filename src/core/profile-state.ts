import type { CustomerProfile } from '../contract/service/integration-state.ts'
import type { Account } from './account.ts'
import { invalid } from './errors.ts'
import type { Facts } from './facts.ts'
import type { Moment } from './moment.ts'
import { ledgerKey, type RewardChanges } from './rewards/records.ts'

/**
 * Decides that a profile is stored as it is given. One that is new has had its closed sessions and no
 * others; one that is known keeps how many sessions it has had, and who referred it. Of the emulator alone.
 * @throws EmulatorError REQUEST_INVALID; nothing has changed then
 */
export const decideProfilePut = (
  { profile: stored, also }: Facts,
  profile: CustomerProfile,
): { rewards: RewardChanges } => {
  const holder = also?.profileOfNumber?.profile
  if (holder && holder.integrationId !== profile.integrationId) {
    const details = `id must be no other profile's: ${profile.id} is that of ${holder.integrationId}`
    throw invalid('REQUEST_INVALID', [{ title: 'Taken', details, source: '/id' }])
  }
  const record = stored ?? { sessionCount: profile.closedSessions }
  return { rewards: { profiles: [{ ...record, profile }] } }
}

/** A profile that goes, and what goes with it. */
export interface RemovedProfile {
  readonly integrationId: string
  /** Integration IDs of its sessions. */
  readonly sessions: readonly string[]
  /** Keys of its points. */
  readonly ledgers: readonly string[]
}

/** What the removal of a profile changes. */
export interface ProfileRemoval {
  /** Undefined: there is no such profile. */
  readonly removedProfile: RemovedProfile | undefined
  readonly rewards: RewardChanges
}

/**
 * Decides the removal of a profile: it goes with its sessions and its points, as if it had never been; no
 * card is linked to it any more, and no coupon reserved for it. What its sessions spent of coupons and
 * budgets stays spent. Nothing changes when there is no such profile.
 * Source: Integration API, "Delete customer's personal data". Assumed: what of it goes.
 */
export const decideProfileRemoval = (
  { profile, also }: Facts,
  account: Account,
  { now }: Pick<Moment, 'now'>,
): ProfileRemoval => {
  if (!profile) return { removedProfile: undefined, rewards: {} }
  const { integrationId } = profile.profile
  const { coupons = [], cards = [] } = also?.codes ?? {}
  return {
    removedProfile: {
      integrationId,
      sessions: also?.sessionsOfProfile ?? [],
      ledgers: account.loyaltyPrograms
        .filter(({ cardBased }) => !cardBased)
        .map(({ id }) => ledgerKey(id, integrationId)),
    },
    rewards: {
      coupons: coupons
        .filter(({ reservedBy }) => reservedBy.includes(integrationId))
        .map((record) => ({
          ...record,
          reservedBy: record.reservedBy.filter((id) => id !== integrationId),
        })),
      cards: cards.map((card) => ({
        ...card,
        profiles: card.profiles.filter((linked) => linked.integrationId !== integrationId),
        modified: now,
      })),
    },
  }
}
