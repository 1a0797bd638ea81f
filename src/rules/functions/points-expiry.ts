import { instantAfter, toInstant } from '../../core/rewards/duration.ts'
import { isSpendable } from '../../core/rewards/points.ts'
import { ledgerKey } from '../../core/rewards/records.ts'
import type { Arguments } from '../arguments.ts'
import type { RuleEnvironment } from '../environment.ts'
import { EvaluationError } from '../talang/errors.ts'
import { emit, type RuleFunctions } from './host-function.ts'
import { ownerOf, programOf } from './loyalty.ts'

/**
 * When points expire. Changed are those of one subledger that can be spent now and do expire (assumed), as
 * they were before this session; closing books it. Without a profile, or a card where the program is of
 * cards, there is no effect. Source: props models of the official SDKs.
 */
export const POINTS_EXPIRY: RuleFunctions = {
  setLoyaltyPointsExpiryDate(args, env) {
    const newExpiryDate = toInstant(args.time(2, 'expiryDate'))
    const changed = change(args, env, () => newExpiryDate)
    if (!changed) return null
    const { affectedTransactions, ...where } = changed
    return emit(env, 'setLoyaltyPointsExpiryDate', {
      ...where,
      newExpiryDate,
      affectedTransactions,
    })
  },

  extendLoyaltyPointsExpiryDate(args, env) {
    const extensionDuration = args.text(2, 'duration')
    if (instantAfter(extensionDuration, 0) === undefined) {
      throw new EvaluationError(`duration must be a duration as 30D, got ${extensionDuration}`)
    }
    const changed = change(args, env, (previous) =>
      toInstant(instantAfter(extensionDuration, Date.parse(previous)) ?? 0),
    )
    if (!changed) return null
    const { affectedTransactions, ...where } = changed
    const props = { ...where, extensionDuration, affectedTransactions }
    return emit(env, 'extendLoyaltyPointsExpiryDate', props)
  },
}

/** What is changed, and claims it; undefined: there is nobody whose points they were. */
const change = (args: Arguments, env: RuleEnvironment, to: (previous: string) => string) => {
  const { run } = env
  const program = programOf(env, args.wholeNumber(0, 'program'))
  const subLedgerId = args.optionalText(1, 'subledger') ?? ''
  const owner = ownerOf(env, program, run.facts.session.profileId)
  if (owner === undefined) return undefined
  const ledger = run.facts.account.ledger(ledgerKey(program.id, owner))
  const affectedTransactions = (ledger?.entries ?? []).flatMap((entry) => {
    const { uuid, remaining } = entry
    if (entry.subLedgerId !== subLedgerId || remaining === 0 || !isSpendable(entry, env.now))
      return []
    const previousExpiryDate = run.expiryOf(program.id, owner, entry)
    if (previousExpiryDate === undefined) return []
    const newExpiryDate = to(previousExpiryDate)
    return [{ transactionUUID: uuid, newExpiryDate, previousExpiryDate }]
  })
  run.claimExpiry({
    programId: program.id,
    owner,
    expiryDates: new Map(
      affectedTransactions.map(({ transactionUUID, newExpiryDate }) => [
        transactionUUID,
        newExpiryDate,
      ]),
    ),
  })
  return { programId: program.id, subLedgerId, affectedTransactions }
}
