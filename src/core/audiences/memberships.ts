import type { Audience } from '../../contract/service/audiences.ts'
import type { CustomerProfile } from '../../contract/service/integration-state.ts'
import { type Fault, invalid, notFound } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'
import { ACCOUNT_ID, newProfile, type ProfileRecord } from '../profiles.ts'
import type { AccountFacts, RewardChanges } from '../rewards/records.ts'

/** An audience by the deployment's number, by what a platform calls it, or, to be made if need be, by its name too. */
export type AudienceReference =
  | number
  | string
  | { readonly name: string; readonly integrationId?: string | undefined }

/** Memberships to change. What is in both lists goes: deletes come last (assumed). */
export interface AudienceChanges {
  readonly adds?: readonly AudienceReference[] | null | undefined
  readonly deletes?: readonly AudienceReference[] | null | undefined
}

/** Most changes in one request, over all profiles. Source: Third-party OpenAPI. */
export const MAX_AUDIENCE_CHANGES = 1000

/** An audience that a request names by name, and whether it was there and called so. */
export interface NamedAudience {
  readonly audience: Audience
  readonly status: 'unmodified' | 'updated' | 'new'
}

/**
 * What a platform's new audience is called: of its ID, or else its name, letters and digits stay and each
 * other character is `_`. Source: Third-party OpenAPI, `audiencesChanges`. Assumed: where there is no ID.
 */
export const audienceIdOf = ({
  name,
  integrationId = name,
}: {
  name: string
  integrationId?: string | undefined
}): string => integrationId.replaceAll(/[^A-Za-z0-9]/g, '_')

/** The audiences of a request, found or made; each named one once. */
export class AudienceFinder {
  readonly #records: AccountFacts
  readonly #moment: Moment
  readonly #integration: string
  readonly #named = new Map<string, NamedAudience>()

  /** `integration`: the platform that new audiences come from. */
  constructor(records: AccountFacts, moment: Moment, integration: string) {
    this.#records = records
    this.#moment = moment
    this.#integration = integration
  }

  /** @throws EmulatorError NOT_FOUND; `source` is where the audience is named */
  find(reference: AudienceReference, source: string): Audience {
    if (typeof reference === 'object') return this.#name(reference).audience
    const audience =
      typeof reference === 'number'
        ? this.#records.audience(reference)
        : this.#records.audienceOf(reference)
    if (audience) return audience
    throw notFound('audience', reference, source)
  }

  #name(reference: { name: string; integrationId?: string | undefined }): NamedAudience {
    const { name } = reference
    const integrationId = audienceIdOf(reference)
    const done = this.#named.get(integrationId)
    if (done) return done
    const known =
      this.#records.audienceOf(reference.integrationId ?? integrationId) ??
      this.#records.audienceOf(integrationId)
    const named: NamedAudience = known
      ? { audience: { ...known, name }, status: known.name === name ? 'unmodified' : 'updated' }
      : {
          audience: {
            accountId: ACCOUNT_ID,
            id: this.#moment.nextId('audience'),
            created: this.#moment.now,
            name,
            integration: this.#integration,
            integrationId,
          },
          status: 'new',
        }
    this.#named.set(integrationId, named)
    return named
  }

  /** Those that were named by name, in the order they came. */
  get named(): readonly NamedAudience[] {
    return [...this.#named.values()]
  }
}

/** A profile's memberships after the changes of one request. @throws EmulatorError NOT_FOUND */
export const changeMemberships = (
  profile: CustomerProfile,
  { adds, deletes }: AudienceChanges,
  finder: AudienceFinder,
  pointer: string,
): CustomerProfile => {
  const memberships = new Map(profile.audienceMemberships.map((one) => [one.id, one]))
  for (const [i, reference] of (adds ?? []).entries()) {
    const { id, name } = finder.find(reference, `${pointer}/adds/${i}`)
    memberships.set(id, { id, name })
  }
  for (const [i, reference] of (deletes ?? []).entries()) {
    memberships.delete(finder.find(reference, `${pointer}/deletes/${i}`).id)
  }
  return { ...profile, audienceMemberships: [...memberships.values()] }
}

/** Memberships to change of one profile among several. */
export interface ProfileAudiences extends AudienceChanges {
  readonly profileId: string
  /** Where it stands in the body. */
  readonly pointer: string
}

/**
 * Decides changes of the memberships of several profiles; those that are not known come into being. No
 * rules run. One audience that isn't known, and nothing is changed (assumed).
 * Source: Third-party OpenAPI, "Update audiences in multiple customer profiles".
 * @throws EmulatorError NOT_FOUND, REQUEST_INVALID
 */
export const decideMemberships = (
  { records }: Facts,
  changes: readonly ProfileAudiences[],
  moment: Moment,
): { rewards: RewardChanges } => {
  const count = changes.reduce(
    (sum, { adds, deletes }) => sum + (adds?.length ?? 0) + (deletes?.length ?? 0),
    0,
  )
  if (count > MAX_AUDIENCE_CHANGES) {
    const details = `data must hold at most ${MAX_AUDIENCE_CHANGES} changes in all, got ${count}`
    const fault: Fault = { title: 'Out of range', details, source: '/data' }
    throw invalid('REQUEST_INVALID', [fault])
  }
  const finder = new AudienceFinder(records, moment, '')
  // First of all: a request that is refused spends no ID.
  for (const { adds, deletes, pointer } of changes) {
    for (const [i, reference] of (adds ?? []).entries())
      finder.find(reference, `${pointer}/adds/${i}`)
    for (const [i, reference] of (deletes ?? []).entries()) {
      finder.find(reference, `${pointer}/deletes/${i}`)
    }
  }
  const changed = new Map<string, ProfileRecord>()
  for (const change of changes) {
    const { profileId, pointer } = change
    const record =
      changed.get(profileId) ??
      records.profile(profileId) ??
      newProfile(moment.nextId('profile'), profileId, moment.now)
    const profile = changeMemberships(record.profile, change, finder, pointer)
    changed.set(profileId, { ...record, profile })
  }
  return { rewards: { profiles: [...changed.values()] } }
}
