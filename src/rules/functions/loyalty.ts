import type { LoyaltyProgram } from '../../core/account.ts'
import { fromNumber } from '../../core/decimal.ts'
import { addWire, subtractWire } from '../../core/money.ts'
import { areAddedPending, validityOf } from '../../core/rewards/duration.ts'
import { balanceOf } from '../../core/rewards/points.ts'
import { ledgerKey } from '../../core/rewards/records.ts'
import type { PointsClaim } from '../../core/rewards/rule-program.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { spend } from '../limits.ts'
import { EvaluationError } from '../talang/errors.ts'
import { emit, type RuleFunctions } from './host-function.ts'
import { amountsOf, unitsOf } from './items.ts'

/**
 * Points. They are previews while the session is open: closing books them.
 * Source: Integration API, `addLoyaltyPoints`, `deductLoyaltyPoints`. Assumed: without a profile, or a
 * card where the program is of cards, there is no effect, and the rule goes on.
 */
export const LOYALTY: RuleFunctions = {
  addLoyaltyPoints(args, env) {
    const recipient = args.optionalText(4, 'recipient') ?? env.run.facts.session.profileId
    const move = readMove(args, env, recipient)
    return move ? addPoints(env, move) : null
  },

  /**
   * An effect for each unit of the items, or with unflattened items for each line: returned units take
   * theirs along. Assumed: how rulesets write it is not public.
   */
  addLoyaltyPointsPerItem(args, env) {
    env.requireCart()
    const program = programOf(env, args.wholeNumber(0, 'program'))
    const name = args.text(1, 'name')
    const subLedgerId = args.optionalText(4, 'subledger') ?? ''
    const recipient = args.optionalText(5, 'recipient') ?? env.run.facts.session.profileId
    const owner = ownerOf(env, program, recipient)
    if (owner === undefined) return null
    for (const { item, subPosition, value } of unitsOf(
      env,
      amountsOf(args, { items: 2, value: 3 }),
    )) {
      if (value === 0) continue
      const place = {
        cartItemPosition: item.position,
        ...(subPosition !== undefined && { cartItemSubPosition: subPosition }),
      }
      addPoints(env, { program, owner, recipient, name, wanted: value, subLedgerId }, place)
    }
    return null
  },

  deductLoyaltyPoints(args, env) {
    const move = readMove(args, env, env.run.facts.session.profileId)
    if (!move) return null
    const { program, owner, wanted, name, subLedgerId } = move
    const balance = tentativeBalance(env, program, subLedgerId, owner)
    if (balance < wanted) {
      throw new EvaluationError(`${wanted} points are wanted, the balance is ${balance}`)
    }
    const amount = spend(env.spender, {
      amount: 'redeemLoyaltyPoints',
      effect: 'redeemLoyaltyPointsEffect',
      value: wanted,
    })
    return emit(env, 'deductLoyaltyPoints', {
      ruleTitle: env.rule.rule.title,
      programId: program.id,
      subLedgerId,
      value: amount,
      transactionUUID: claim(env, 'deduct', move, amount),
      name,
      ...(program.cardBased && { cardIdentifier: owner }),
    })
  },

  loyaltyBalance(args, env) {
    const program = programOf(env, args.wholeNumber(0, 'program'))
    const subLedgerId = args.optionalText(1, 'subledger') ?? ''
    const owner = ownerOf(env, program, env.run.facts.session.profileId)
    const { account, now } = env.run.facts
    if (owner === undefined) return fromNumber(0)
    return fromNumber(balanceOf(account.ledger(ledgerKey(program.id, owner)), subLedgerId, now))
  },
}

/** Adds as many points as limits let through. */
const addPoints = (
  env: RuleEnvironment,
  move: Move,
  place: { cartItemPosition?: number; cartItemSubPosition?: number } = {},
): null => {
  const { program, owner, recipient, wanted, name, subLedgerId } = move
  const amount = spend(env.spender, {
    amount: 'createLoyaltyPoints',
    effect: 'createLoyaltyPointsEffect',
    value: wanted,
  })
  return emit(env, 'addLoyaltyPoints', {
    name,
    programId: program.id,
    subLedgerId,
    value: amount,
    recipientIntegrationId: recipient,
    transactionUUID: claim(env, 'add', move, amount),
    ...validityOf(program, env.now),
    ...(amount < wanted && { desiredValue: wanted }),
    ...place,
    ...(program.cardBased && { cardIdentifier: owner }),
  })
}

/** Points that a rule moves, and on whose ledger. */
interface Move {
  readonly program: LoyaltyProgram
  readonly owner: string
  readonly recipient: string
  readonly name: string
  readonly wanted: number
  readonly subLedgerId: string
}

/** What both effects are called with; undefined: there is nobody, or nothing, to move. */
const readMove = (args: Arguments, env: RuleEnvironment, recipient: string): Move | undefined => {
  const program = programOf(env, args.wholeNumber(0, 'program'))
  const name = args.text(1, 'name')
  const wanted = args.amount(2, 'value')
  const subLedgerId = args.optionalText(3, 'subledger') ?? ''
  const owner = ownerOf(env, program, recipient)
  if (owner === undefined || wanted === 0) return undefined
  return { program, owner, recipient, name, wanted, subLedgerId }
}

/** Notes what closing the session books; gives the UUID that it will have. */
const claim = (
  { run }: RuleEnvironment,
  kind: PointsClaim['kind'],
  { program, owner, recipient, name, subLedgerId }: Move,
  amount: number,
): string => {
  const uuid = run.facts.uuid()
  run.claimPoints({
    kind,
    programId: program.id,
    subLedgerId,
    owner,
    recipient,
    amount,
    uuid,
    name,
    effectIndex: run.effects.length,
  })
  return uuid
}

/** @throws EvaluationError for a program that there is not */
export const programOf = (env: RuleEnvironment, id: number): LoyaltyProgram => {
  const program = env.account.loyaltyPrograms.find((known) => known.id === id)
  if (program) return program
  throw new EvaluationError(`there is no loyalty program ${id}`)
}

/** Whose ledger it is: the session's card, or the profile. */
export const ownerOf = (
  env: RuleEnvironment,
  program: LoyaltyProgram,
  recipient: string,
): string | undefined => {
  if (!program.cardBased) return recipient || undefined
  const { session, account } = env.run.facts
  const [identifier = ''] = session.loyaltyCards
  const card = account.card(identifier)
  return card?.programId === program.id && card.status === 'active' ? identifier : undefined
}

/** The balance with what this evaluation has taken already, and added if that can be spent at once. */
const tentativeBalance = (
  env: RuleEnvironment,
  program: LoyaltyProgram,
  subLedgerId: string,
  owner: string,
): number => {
  const { account, now } = env.run.facts
  const moved = env.run.pointsOf(program.id, subLedgerId, owner)
  const balance = balanceOf(account.ledger(ledgerKey(program.id, owner)), subLedgerId, now)
  const added = areAddedPending(program, now) ? 0 : moved.added
  return subtractWire(addWire(balance, added), moved.deducted)
}
