import type { AchievementDefinition } from '../../core/account.ts'
import { addWire, subtractWire } from '../../core/money.ts'
import { progressKey } from '../../core/rewards/records.ts'
import type { RuleEnvironment } from '../environment.ts'
import { EvaluationError } from '../talang/errors.ts'
import { emit, type RuleFunctions } from './host-function.ts'

/**
 * Progress in achievements. It is a preview while the session is open: closing counts it. Rules of any
 * campaign may name an achievement.
 * Source: props models of the official SDKs. Assumed: progress ends at the target, and where none is made,
 * or there is no profile to make it, there is no effect.
 */
export const ACHIEVEMENTS: RuleFunctions = {
  increaseAchievementProgress(args, env) {
    const { run } = env
    const { id, name, target } = achievementOf(env, args.wholeNumber(0, 'achievement'))
    const wanted = args.amount(1, 'delta')
    const { profileId } = run.facts.session
    const before = run.progressOf(id, profileId)
    const delta = Math.min(wanted, subtractWire(target, before))
    if (profileId === '' || delta <= 0) return null
    const tracker = run.facts.account.progress(progressKey(id, profileId))
    run.claimProgress({ achievementId: id, profileId, delta })
    const value = addWire(before, delta)
    return emit(env, 'increaseAchievementProgress', {
      achievementId: id,
      achievementName: name,
      ...(tracker && { progressTrackerId: tracker.id }),
      delta,
      value,
      target,
      isJustCompleted: value >= target,
    })
  },
}

const achievementOf = ({ account }: RuleEnvironment, id: number): AchievementDefinition => {
  for (const { achievements } of account.campaigns) {
    const found = achievements.find((achievement) => achievement.id === id)
    if (found) return found
  }
  throw new EvaluationError(`there is no achievement ${id}`)
}
