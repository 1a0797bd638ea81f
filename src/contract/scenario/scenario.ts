import { type Static, Type } from '@sinclair/typebox'
import {
  AdditionalCost,
  Application,
  Attributes,
  Audience,
  Collections,
  GiveawayPool,
  Profile,
} from './account.ts'
import { Campaign } from './campaign.ts'
import { Element, Evaluation, Group } from './evaluation.ts'
import { ListOf, Shape, Text } from './forms.ts'
import { LoyaltyProgram } from './loyalty.ts'
import { When } from './when.ts'

/** A scenario file. As it stands it is the JSON Schema (draft-07) that editors check it with. */
export const Scenario = Shape(
  { version: Type.Literal(1, { description: 'Version of this format.' }) },
  {
    $schema: Type.String({ description: 'Where editors find the schema.' }),
    application: Application,
    attributes: Attributes,
    events: ListOf(Text('Type of the event.'), 'Custom events.'),
    additionalCosts: ListOf(AdditionalCost, 'Additional costs of sessions and items.'),
    audiences: ListOf(Audience, 'Audiences.'),
    profiles: ListOf(Profile, 'Customers that are known from the start.'),
    loyaltyPrograms: ListOf(LoyaltyProgram, 'Loyalty programs.'),
    giveawayPools: ListOf(GiveawayPool, 'Pools of giveaways.'),
    collections: Collections,
    evaluation: Evaluation,
    campaigns: ListOf(Campaign, 'Campaigns, in the order they are evaluated.'),
  },
  {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Scenario of talon-mock',
    description: 'The emulated account before its first request.',
    $defs: { When, Group, Element },
  },
)
export type Scenario = Static<typeof Scenario>
