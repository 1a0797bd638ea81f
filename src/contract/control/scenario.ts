import { type Static, Type } from '@sinclair/typebox'
import { OrNull, Timestamp } from '../wire-types.ts'

const Count = Type.Integer({ minimum: 0 })
const Lines = (description: string) => Type.Array(Type.String(), { description })

const LoadedCampaign = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    state: Type.String(),
    rules: Count,
    coupons: Count,
    referrals: Count,
  },
  { title: 'LoadedCampaign' },
)

/** What the account of a world was loaded from, and what became of loading it again. */
export const LoadedScenario = Type.Object(
  {
    scenario: Type.String({
      description: 'As it was set: a file, `demo` or `none`; `request`: it was put here.',
    }),
    fingerprint: Type.String({ description: 'Snapshots are restored under the same one alone.' }),
    files: Lines('All files that it was read from; a change of one loads it again with --watch.'),
    watched: Type.Boolean(),
    loadedAt: Timestamp(),
    application: Type.String(),
    campaigns: Type.Array(LoadedCampaign),
    profiles: Count,
    loyaltyPrograms: Count,
    warnings: Lines('What of it will not work as it may be meant: file, line and place.'),
    failed: OrNull(
      Type.Object(
        { at: Timestamp(), faults: Lines('File, line and place of each.') },
        {
          title: 'FailedReload',
          description: 'A change since that was faulty, so that the scenario stayed as it was.',
        },
      ),
    ),
  },
  { title: 'LoadedScenario' },
)
export type LoadedScenario = Static<typeof LoadedScenario>

/** The body of a request that loads one; whoever reads it checks it. */
export const ScenarioDocument = Type.Object(
  { version: Type.Literal(1) },
  {
    title: 'ScenarioDocument',
    description: 'What a scenario file holds; `talon-mock schema` prints the schema of it.',
    additionalProperties: true,
    examples: [{ version: 1, application: { name: 'My shop' } }],
  },
)
