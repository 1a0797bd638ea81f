import { type Static, Type } from '@sinclair/typebox'
import { MapOf } from '../wire-types.ts'
import { Flag, Id, ListOf, Shape, Text } from './forms.ts'

const DURATION = '\\d+([smh]|[DWMY](_[DU])?)'

const Tier = Shape(
  { name: Text('What it is called.'), minPoints: Type.Number({ minimum: 0 }) },
  { id: Id() },
)

/** The longest and shortest identifier of a card are those of the service's requests. */
const Card = Shape(
  {
    identifier: Type.String({
      minLength: 4,
      maxLength: 108,
      description: 'What sessions name it by.',
    }),
  },
  {
    points: Type.Number({ minimum: 0, description: 'Left out: 0.' }),
    profiles: ListOf(Text('Integration ID.'), 'Profiles that it is linked to.'),
  },
)

export const LoyaltyProgram = Shape(
  { name: Text('What rules and requests call it.') },
  {
    id: Id(),
    title: Text('What customers see. Left out: the name.'),
    cardBased: Flag('Points belong to cards, not to profiles. Left out: false.'),
    tiers: ListOf(Tier, 'Levels, by the points they need.'),
    balances: MapOf(Type.Number({ minimum: 0 }), { description: 'Points by profile.' }),
    cards: ListOf(Card, 'Cards of a card-based program.'),
    defaultValidity: Type.String({
      pattern: `^(unlimited|${DURATION})$`,
      description: 'How long points last: unlimited, or 30D, 12h, 6M_U. Left out: unlimited.',
    }),
    defaultPending: Type.String({
      pattern: `^(immediate|on_action|${DURATION})$`,
      description: 'How long points wait: immediate, on_action, or 14D. Left out: immediate.',
    }),
  },
)
export type LoyaltyProgram = Static<typeof LoyaltyProgram>
