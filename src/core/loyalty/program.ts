import type { Account, LoyaltyProgram } from '../account.ts'
import { invalid, notFound } from '../errors.ts'
import type { AccountFacts, CardRecord } from '../rewards/records.ts'

/** Whose points a request is about: a profile's, or a card's. */
export interface PointsOwner {
  readonly programId: number
  readonly kind: 'profile' | 'card'
  /** Integration ID, or identifier. */
  readonly owner: string
}

/** @throws EmulatorError NOT_FOUND */
export const programNumbered = ({ loyaltyPrograms }: Account, id: number): LoyaltyProgram => {
  const program = loyaltyPrograms.find((known) => known.id === id)
  if (program) return program
  throw notFound('loyalty program', id, 'loyaltyProgramId')
}

/**
 * The program that an owner's points are in. A program of cards has none of profiles, and the other way
 * round. @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const programOfOwner = (
  account: Account,
  records: AccountFacts,
  { programId, kind, owner }: PointsOwner,
): LoyaltyProgram => {
  const program = programNumbered(account, programId)
  if (program.cardBased !== (kind === 'card')) {
    const [is, has] = program.cardBased ? ['card-based', 'cards'] : ['profile-based', 'profiles']
    throw invalid('REQUEST_INVALID', [
      {
        title: 'Wrong program',
        details: `loyalty program ${programId} is ${is}: it has points of ${has} alone`,
        source: 'loyaltyProgramId',
      },
    ])
  }
  if (kind === 'card') cardOfProgram(records, programId, owner)
  else if (!records.profile(owner)) throw notFound('customer profile', owner, 'integrationId')
  return program
}

/** @throws EmulatorError NOT_FOUND */
export const cardOfProgram = (
  records: AccountFacts,
  programId: number,
  identifier: string,
): CardRecord => {
  const card = records.card(identifier)
  if (card?.programId === programId) return card
  throw notFound('loyalty card', identifier, 'loyaltyCardId')
}
