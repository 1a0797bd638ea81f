import type { Effect, EffectProps } from '../../contract/service/effects.ts'
import { addWire, subtractWire } from '../money.ts'
import type { Books } from './books.ts'
import { progressKey } from './records.ts'
import type { ProgressClaim } from './rule-program.ts'

/** Counts progress, in a tracker that begins with it if need be, and names the tracker in the effect. */
export const countProgress = (
  books: Books,
  effects: Effect[],
  { achievementId, profileId, delta, effectIndex }: ProgressClaim,
  nextId: (kind: 'progress') => number,
): void => {
  const effect = effects[effectIndex]
  if (effect?.effectType !== 'increaseAchievementProgress') {
    throw new Error(`no effect tells of the progress in achievement ${achievementId}`)
  }
  const before = books.progress(progressKey(achievementId, profileId))
  const id = before?.id ?? nextId('progress')
  const progress = addWire(before?.progress ?? 0, delta)
  books.setProgress({ id, achievementId, profileId, progress })
  effects[effectIndex] = { ...effect, props: { ...effect.props, progressTrackerId: id } }
}

/** Takes progress back, whether or not it has completed the achievement, and tells what is left. */
export const uncountProgress = (
  books: Books,
  profileId: string,
  props: EffectProps['increaseAchievementProgress'],
): EffectProps['rollbackIncreasedAchievementProgress'] => {
  const { achievementId, achievementName, delta, target } = props
  const record = books.progress(progressKey(achievementId, profileId))
  if (!record) throw new Error(`the progress of ${profileId} is gone`)
  const progress = subtractWire(record.progress, delta)
  books.setProgress({ ...record, progress })
  return {
    achievementId,
    achievementName,
    progressTrackerId: record.id,
    decreaseProgressBy: delta,
    currentProgress: progress,
    target,
  }
}
