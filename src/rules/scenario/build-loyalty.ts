import type { LoyaltyProgram } from '../../contract/scenario/loyalty.ts'
import type * as account from '../../core/account.ts'
import { checkUnique, giveIds } from './ids.ts'
import type { Source } from './source.ts'

/** Loyalty programs with all that was left out. */
export const buildPrograms = (
  source: Source,
  programs: readonly LoyaltyProgram[],
  ids: readonly number[],
): account.LoyaltyProgram[] => {
  checkUnique(source, programs, 'name', 'loyalty program')
  const cards = programs.flatMap((program) => program.cards ?? [])
  checkUnique(source, cards, 'identifier', 'card')
  const tiers = programs.flatMap((program) => program.tiers ?? [])
  const tierIds = new Map(
    giveIds(source, tiers, 'id', 'tier').map((id, i) => [tiers[i], id] as const),
  )
  return programs.map((program, i) => {
    const { name, cardBased = false } = program
    if (cardBased && program.balances) {
      source.fault(program, 'balances', 'belong to profiles; this program is cardBased')
    }
    if (!cardBased && program.cards) {
      source.fault(program, 'cards', 'belong to a program that is cardBased: true')
    }
    return {
      title: name,
      cardBased,
      balances: {},
      defaultValidity: 'unlimited',
      defaultPending: 'immediate',
      ...program,
      id: ids[i] ?? 0,
      tiers: (program.tiers ?? [])
        .map((tier) => ({ ...tier, id: tierIds.get(tier) ?? 0 }))
        .sort((a, b) => a.minPoints - b.minPoints),
      cards: (program.cards ?? []).map((card) => ({ points: 0, profiles: [], ...card })),
    }
  })
}
