import type { Balances, LoyaltyTransaction, UnusedPoints } from '../../contract/service/balances.ts'
import type { LoyaltyCard, LoyaltyProgramBalance } from '../../contract/service/loyalty.ts'
import { decidePoints, type NewPoints } from '../../core/loyalty/add-points.ts'
import { type BalancesWanted, balancesOf } from '../../core/loyalty/balances.ts'
import { decideCard, decideLink, type NewCard } from '../../core/loyalty/cards.ts'
import { type PointsOwner, programNumbered, programOfOwner } from '../../core/loyalty/program.ts'
import {
  decideActivation,
  decideTransactionsRemoval,
  type PointsToActivate,
  type PointsWanted,
  type TransactionsWanted,
  transactionsOf,
  unusedPoints,
} from '../../core/loyalty/transactions.ts'
import { programView } from '../../core/rewards/view.ts'
import type { Perform } from './perform.ts'

interface Page<T> {
  hasMore: boolean
  data: T[]
}

/** Which profile's link to which card changes. */
export interface LinkChange {
  programId: number
  identifier: string
  profileId: string
  isLinked: boolean
}

/** What requests do with points and cards. Times are of the world, left out: now. */
export interface LoyaltyOperations {
  balances(
    owner: PointsOwner,
    wanted: Omit<BalancesWanted, 'at'> & { at?: number },
  ): Promise<Balances>
  /** A profile's ledgers in a program, as replies to sessions show them. */
  ledgers(programId: number, profileId: string): Promise<LoyaltyProgramBalance>
  /** Adds points by hand. */
  add(owner: PointsOwner, added: NewPoints): Promise<void>
  points(owner: PointsOwner, wanted: Omit<PointsWanted, 'at'>): Promise<Page<UnusedPoints>>
  transactions(owner: PointsOwner, wanted: TransactionsWanted): Promise<Page<LoyaltyTransaction>>
  /** Of some subledgers, or of all. */
  removeTransactions(owner: PointsOwner, subledgerIds?: readonly string[]): Promise<void>
  activate(programId: number, wanted: PointsToActivate): Promise<LoyaltyTransaction[]>
  createCard(programId: number, card: NewCard): Promise<LoyaltyCard>
  link(change: LinkChange): Promise<LoyaltyCard>
}

export const createLoyaltyOperations = (perform: Perform): LoyaltyOperations => ({
  balances: (owner, wanted) =>
    perform.read({}, ({ records }, { moment, program }) =>
      balancesOf(program.account, records, owner, { at: moment.at, ...wanted }),
    ),

  ledgers: (programId, profileId) =>
    perform.read({}, ({ records }, { moment, program: { account } }) => {
      const owner = { programId, kind: 'profile', owner: profileId } as const
      const program = programOfOwner(account, records, owner)
      return programView({ account, records, at: moment.at }, program, profileId)
    }),

  async add(owner, added) {
    await perform({}, (facts, { moment, program }) =>
      decidePoints(program.account, facts, { owner, added }, moment),
    )
  },

  points: (owner, wanted) =>
    perform.read({}, ({ records }, { moment, program }) =>
      unusedPoints(program.account, records, owner, { ...wanted, at: moment.at }),
    ),

  transactions: (owner, wanted) =>
    perform.read({}, ({ records }, { program }) =>
      transactionsOf(program.account, records, owner, wanted),
    ),

  async removeTransactions(owner, subledgerIds) {
    await perform({}, (facts, { program }) =>
      decideTransactionsRemoval(program.account, facts, owner, subledgerIds),
    )
  },

  async activate(programId, wanted) {
    const keys = { also: { withLedgers: true } }
    const { activated } = await perform(keys, ({ also }, { moment, program }) => {
      const found = programNumbered(program.account, programId)
      return decideActivation(found, also?.ledgers ?? [], wanted, moment)
    })
    return activated
  },

  async createCard(programId, card) {
    const made = await perform({}, (facts, { moment, program }) =>
      decideCard(program.account, facts, { programId, card }, moment),
    )
    return made.card
  },

  async link(change) {
    const made = await perform({}, (facts, { moment, program }) =>
      decideLink(program.account, facts, change, moment),
    )
    return made.card
  },
})
