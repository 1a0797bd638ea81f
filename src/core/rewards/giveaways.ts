import type { Effect } from '../../contract/service/effects.ts'
import type { Giveaway } from '../../contract/service/rewards.ts'
import type { Books } from './books.ts'
import type { GiveawayClaim } from './rule-program.ts'

/** Hands out the pool's next code, and turns the promise among the effects into the award. */
export const awardGiveaway = (
  books: Books,
  effects: Effect[],
  { poolId, recipient, effectIndex }: GiveawayClaim,
): Giveaway => {
  const free = books.pool(poolId)?.giveaways.find(({ used }) => !used)
  const promise = effects[effectIndex]
  if (!free || promise?.effectType !== 'willAwardGiveaway') {
    throw new Error(`a giveaway of pool ${poolId} was promised that there isn't`)
  }
  const profileId = books.profile(recipient)?.profile.id
  const giveaway: Giveaway = {
    ...free,
    used: true,
    ...(recipient !== '' && { profileIntegrationId: recipient }),
    ...(profileId !== undefined && { profileId }),
  }
  replaceGiveaway(books, giveaway)
  effects[effectIndex] = {
    ...promise,
    effectType: 'awardGiveaway',
    props: { ...promise.props, giveawayId: free.id, code: free.code },
  }
  return giveaway
}

/** Puts a code that was handed out back into its pool. */
export const returnGiveaway = (books: Books, giveaway: Giveaway): void => {
  const { profileIntegrationId: _, profileId: __, ...free } = giveaway
  replaceGiveaway(books, { ...free, used: false })
}

const replaceGiveaway = (books: Books, giveaway: Giveaway): void => {
  const pool = books.pool(giveaway.poolId)
  if (!pool) throw new Error(`giveaway pool ${giveaway.poolId} is gone`)
  const giveaways = pool.giveaways.map((code) => (code.id === giveaway.id ? giveaway : code))
  books.setPool({ ...pool, giveaways })
}
