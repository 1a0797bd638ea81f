import { SINK_NAME } from '../contract/control/requests.ts'
import type { EntityKind, Snapshot } from '../contract/control/snapshot.ts'
import { pointTo } from '../core/errors.ts'
import { ledgerKey, progressKey } from '../core/rewards/records.ts'
import { checkFault } from './check-fault.ts'
import { checkScript } from './check-script.ts'
import { toSpentEffect } from './snapshot.ts'

/** Hears what is wrong, and where: steps as in `sessions/0/id`. */
type Tell = (path: string, expected: string) => void

/**
 * What is wrong with a snapshot that has the shape of one: records that are there twice, and those
 * that name others which are not there. Each as `sessions/0/id: must …`.
 */
export const faultsOf = (snapshot: Snapshot): string[] => {
  const faults: string[] = []
  const tell: Tell = (path, expected) => void faults.push(`${path}: ${expected}`)
  const known = checkRecords(snapshot, tell)
  checkSessions(snapshot, known, tell)
  checkClosings(snapshot, known, tell)
  checkOfSessions(snapshot, known, tell)
  checkNumbers(snapshot, tell)
  checkOnPurpose(snapshot, tell)
  return faults
}

/** What other records may name. */
interface Known {
  sessions: ReadonlySet<string>
  profiles: ReadonlySet<string>
  coupons: ReadonlySet<string>
  referrals: ReadonlySet<string>
  ledgers: ReadonlySet<string>
  pools: ReadonlySet<number>
  progress: ReadonlySet<string>
}

const checkRecords = (snapshot: Snapshot, tell: Tell): Known => {
  /** The keys of a list, each of which may be there once. */
  const keysOf = <T, K>(section: keyof Snapshot, list: readonly T[], keyOf: (item: T) => K) => {
    const keys = new Set<K>()
    list.forEach((item, i) => {
      const key = keyOf(item)
      if (keys.has(key)) tell(`${section}/${i}`, `must not be there twice, as ${key} is`)
      keys.add(key)
    })
    return keys
  }
  keysOf('attributes', snapshot.attributes, ({ entity, name }) => `${entity} ${name}`)
  keysOf('cards', snapshot.cards, ({ identifier }) => identifier)
  keysOf('closings', snapshot.closings, ({ sessionId }) => sessionId)
  keysOf('audiences', snapshot.audiences, ({ id }) => id)
  /** The same of a field that not every item of a list has. */
  const checkField = <T>(
    section: keyof Snapshot,
    field: keyof T & string,
    list: readonly T[],
  ): void => {
    const seen = new Set<unknown>()
    list.forEach((item, i) => {
      const value = item[field]
      if (value === undefined) return
      if (seen.has(value)) {
        tell(`${section}/${i}/${field}`, `must not be there twice, as ${value} is`)
      }
      seen.add(value)
    })
  }
  checkField('audiences', 'integrationId', snapshot.audiences)
  checkField('coupons', 'identifier', snapshot.coupons)
  keysOf('eventTypes', snapshot.eventTypes, (name) => name)
  keysOf('events', snapshot.events, ({ integrationId }) => integrationId)
  return {
    sessions: keysOf('sessions', snapshot.sessions, ({ integrationId }) => integrationId),
    profiles: keysOf('profiles', snapshot.profiles, ({ profile }) => profile.integrationId),
    coupons: keysOf('coupons', snapshot.coupons, ({ coupon }) => coupon.value),
    referrals: keysOf('referrals', snapshot.referrals, ({ referral }) => referral.code),
    ledgers: keysOf('ledgers', snapshot.ledgers, ({ programId, owner }) =>
      ledgerKey(programId, owner),
    ),
    pools: keysOf('pools', snapshot.pools, ({ id }) => id),
    progress: keysOf('progress', snapshot.progress, ({ achievementId, profileId }) =>
      progressKey(achievementId, profileId),
    ),
  }
}

/** Faults that can't be, scripts that can't be answered. */
const checkOnPurpose = ({ faults, sinkScripts }: Snapshot, tell: Tell): void => {
  const ids = new Set<string>()
  faults.set.forEach(({ id, where, do: actions }, i) => {
    const at = `faults/set/${i}`
    if (ids.has(id)) tell(`${at}/id`, `must not be there twice, as ${id} is`)
    ids.add(id)
    for (const fault of checkFault({ where, do: actions })) tell(at, fault)
  })
  for (const [name, script] of Object.entries(sinkScripts)) {
    const at = pointTo('sinkScripts', name)
    if (!SINK_NAME.test(name)) tell(at, 'must be the name of a sink')
    for (const { details } of checkScript(script)) tell(at, details)
  }
}

const checkSessions = ({ sessions }: Snapshot, { profiles }: Known, tell: Tell): void => {
  let last = 0
  sessions.forEach(({ id, profileId }, i) => {
    if (id <= last) tell(`sessions/${i}/id`, `must be above ${last}, the one before`)
    last = Math.max(last, id)
    if (profileId !== '' && !profiles.has(profileId)) {
      tell(`sessions/${i}/profileId`, 'must be the integrationId of a profile')
    }
  })
}

const checkClosings = ({ closings, sessions }: Snapshot, known: Known, tell: Tell): void => {
  const profileOf = new Map(
    sessions.map(({ integrationId, profileId }) => [integrationId, profileId]),
  )
  closings.forEach(({ sessionId, effects, coupons, referral, awarded }, i) => {
    const at = `closings/${i}`
    if (!known.sessions.has(sessionId)) {
      tell(`${at}/sessionId`, 'must be the integrationId of a session')
    }
    for (const code of Object.keys(coupons)) {
      if (!known.coupons.has(code)) tell(pointTo(`${at}/coupons`, code), 'must be a coupon')
    }
    if (referral !== undefined && !known.referrals.has(referral)) {
      tell(`${at}/referral`, 'must be the code of a referral')
    }
    awarded.forEach(({ poolId }, j) => {
      if (!known.pools.has(poolId)) tell(`${at}/awarded/${j}/poolId`, 'must be a giveaway pool')
    })
    effects.forEach((spent, j) => {
      const claim = spent.booked?.claim
      if (!toSpentEffect(spent)) {
        tell(`${at}/effects/${j}`, 'must be an effect that cancelling undoes, with what it booked')
      } else if (claim && !known.ledgers.has(ledgerKey(claim.programId, claim.owner))) {
        tell(`${at}/effects/${j}/booked/claim`, 'must name the programId and owner of a ledger')
      } else if (spent.effect.effectType === 'increaseAchievementProgress') {
        const { achievementId } = spent.effect.props
        const key = progressKey(achievementId, profileOf.get(sessionId) ?? '')
        if (!known.progress.has(key)) tell(`${at}/effects/${j}`, 'must have progress to take back')
      }
    })
  })
}

/** What stands by a session that isn't there. */
const checkOfSessions = (
  { returns, sessionEffects }: Snapshot,
  { sessions }: Known,
  tell: Tell,
): void => {
  returns.forEach(({ sessionIntegrationId }, i) => {
    if (sessions.has(sessionIntegrationId)) return
    tell(`returns/${i}/sessionIntegrationId`, 'must be the integrationId of a session')
  })
  for (const sessionId of Object.keys(sessionEffects)) {
    if (!sessions.has(sessionId)) tell(pointTo('sessionEffects', sessionId), 'must be a session')
  }
}

const checkNumbers = (snapshot: Snapshot, tell: Tell): void => {
  const highest: Partial<Record<EntityKind, readonly number[]>> = {
    session: snapshot.sessions.map(({ id }) => id),
    profile: snapshot.profiles.map(({ profile }) => profile.id),
    attribute: snapshot.attributes.map(({ id }) => id),
    coupon: snapshot.coupons.map(({ coupon }) => coupon.id),
    referral: snapshot.referrals.map(({ referral }) => referral.id),
    card: snapshot.cards.map(({ id }) => id),
    progress: snapshot.progress.map(({ id }) => id),
    audience: snapshot.audiences.map(({ id }) => id),
    return: snapshot.returns.map(({ id }) => id),
    transaction: snapshot.ledgers.flatMap(({ transactions }) => transactions.map(({ id }) => id)),
    event: snapshot.events.map(({ event }) => event.id),
    giveaway: snapshot.pools.flatMap(({ giveaways }) => giveaways.map(({ id }) => id)),
  }
  for (const [kind, ids] of Object.entries(highest)) {
    const most = ids.reduce((a, b) => Math.max(a, b), 0)
    const last = new Map(Object.entries(snapshot.ids.last)).get(kind) ?? 0
    if (last < most) tell(`ids/last/${kind}`, `must be at least ${most}, the highest that is given`)
  }
}
