import { invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { Books } from '../rewards/books.ts'
import type { RewardChanges } from '../rewards/records.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'
import {
  decideProfileUpdate,
  faultsOfAttributes,
  type ProfileDecision,
  type ProfileUpdate,
} from './update.ts'

/**
 * Decides updates of several profiles, in their order: all of them, or none.
 * Source: Integration API, "Update multiple customer profiles". Assumed: all or none.
 * @throws EmulatorError ATTRIBUTE_INVALID; nothing has changed then, and no ID is spent
 */
export const decideProfiles = (
  facts: Facts,
  updates: readonly ProfileUpdate[],
  at: { moment: Moment; program: RuleProgram },
): { decisions: readonly ProfileDecision[]; rewards: RewardChanges } => {
  const faults = updates.flatMap((update) => faultsOfAttributes(facts, update))
  if (faults.length > 0) throw invalid('ATTRIBUTE_INVALID', faults)
  const books = new Books(facts.records)
  const decisions = updates.map((update) => {
    const known = { ...facts, profile: books.profile(update.profileId), records: books }
    const decision = decideProfileUpdate(known, update, at)
    for (const record of decision.rewards.profiles ?? []) books.setProfile(record)
    return decision
  })
  return { decisions, rewards: books.changes }
}
