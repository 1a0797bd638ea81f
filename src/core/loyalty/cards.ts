import type { LoyaltyCard } from '../../contract/service/loyalty.ts'
import type { Account } from '../account.ts'
import { brief, EmulatorError, type Fault, invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { newProfile, type ProfileRecord } from '../profiles.ts'
import { Books } from '../rewards/books.ts'
import type { AccountFacts, CardRecord, RewardChanges } from '../rewards/records.ts'
import { cardView } from '../rewards/view.ts'
import { cardOfProgram, programNumbered } from './program.ts'

/** A new card as a request describes it. */
export interface NewCard {
  readonly status: 'active' | 'inactive'
  /** Left out: one is made up. */
  readonly identifier?: string | undefined
  readonly profileIds: readonly string[]
}

/** What a decision on a card changes, and the card as a reply shows it. */
export interface CardDecision {
  readonly card: LoyaltyCard
  readonly rewards: RewardChanges
}

/**
 * What is wrong with the cards that a request names: those that the account doesn't know, of which it may
 * name one. Assumed: they are refused.
 */
export const unknownCards = (
  records: AccountFacts,
  [card]: readonly string[],
  pointer: string,
): Fault[] => {
  if (card === undefined || records.card(card)) return []
  const details = `there is no loyalty card "${brief(card)}"`
  return [{ title: 'Unknown', details, source: `${pointer}/loyaltyCards/0` }]
}

/**
 * Decides a new card of a card-based program; profiles that it is linked to come into being if need be.
 * Source: Integration API, "Create loyalty card".
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID, ALREADY_EXISTS
 */
export const decideCard = (
  account: Account,
  { records }: Facts,
  { programId, card: { status, identifier, profileIds } }: { programId: number; card: NewCard },
  moment: Moment,
): CardDecision => {
  const program = programNumbered(account, programId)
  if (!program.cardBased) {
    const details = `loyalty program ${programId} is profile-based: it has no cards`
    const source = 'loyaltyProgramId'
    throw invalid('REQUEST_INVALID', [{ title: 'Wrong program', details, source }])
  }
  if (identifier !== undefined && records.card(identifier)) {
    throw new EmulatorError(
      'ALREADY_EXISTS',
      `The loyalty card with the identifier '${brief(identifier)}' already exists`,
    )
  }
  const card: CardRecord = {
    id: moment.nextId('card'),
    programId,
    identifier: identifier ?? `card-${moment.uuid()}`,
    status,
    created: moment.now,
    profiles: [...new Set(profileIds)].map((integrationId) => ({
      integrationId,
      timestamp: moment.now,
    })),
  }
  const profiles = card.profiles.flatMap(({ integrationId }) =>
    records.profile(integrationId)
      ? []
      : [newProfile(moment.nextId('profile'), integrationId, moment.now)],
  )
  return decided(account, { records }, card, profiles, moment)
}

/**
 * Decides that a card is linked to one more profile, or no more to one.
 * Source: Integration API, "Link customer profile to card". Assumed: linking twice changes nothing; one
 * that isn't linked can't be unlinked; a profile that isn't known comes into being.
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const decideLink = (
  account: Account,
  facts: Pick<Facts, 'records'>,
  change: { programId: number; identifier: string; profileId: string; isLinked: boolean },
  moment: Moment,
): CardDecision => {
  const { programId, identifier, profileId, isLinked } = change
  const { records } = facts
  programNumbered(account, programId)
  const card = cardOfProgram(records, programId, identifier)
  const others = card.profiles.filter(({ integrationId }) => integrationId !== profileId)
  const wasLinked = others.length < card.profiles.length
  if (!isLinked && !wasLinked) {
    const details = 'integrationId must be that of a profile that the card is linked to'
    throw invalid('REQUEST_INVALID', [{ title: 'Not linked', details, source: '/integrationId' }])
  }
  const linked = isLinked
    ? [...others, { integrationId: profileId, timestamp: moment.now }]
    : others
  const isNew = isLinked && !records.profile(profileId)
  const profiles = isNew ? [newProfile(moment.nextId('profile'), profileId, moment.now)] : []
  const changed = isLinked && wasLinked ? card : { ...card, profiles: linked, modified: moment.now }
  return decided(account, facts, changed, profiles, moment)
}

const decided = (
  account: Account,
  { records }: Pick<Facts, 'records'>,
  card: CardRecord,
  profiles: readonly ProfileRecord[],
  moment: Moment,
): CardDecision => ({
  card: cardView({ account, records: new Books(records), card, at: moment.at }),
  rewards: { cards: [card], profiles },
})
