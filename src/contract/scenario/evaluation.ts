import { Type } from '@sinclair/typebox'
import { OneOf } from '../wire-types.ts'
import { Named, Shape, Text } from './forms.ts'
import { EVALUATION_MODES, type EvaluationMode } from './vocabulary.ts'

const Mode = OneOf(EVALUATION_MODES, { description: 'Which of the campaigns apply.' })

/** A group as it is written here, or as the service exports it (`evaluationMode`, `groupId`). */
export interface Group {
  name?: string
  mode?: EvaluationMode
  evaluationMode?: EvaluationMode
  groupId?: number
  evaluationScope?: string
  elements: readonly Element[]
}
/** ID or name of a campaign, a campaign as the service exports it, or a group. */
export type Element = string | number | { type: 'CAMPAIGN'; campaignId: number } | Group

const own = { name: Text('What it is called.') }

/** A group of the evaluation tree. Source of the exported form: Management API, `CampaignSet`. */
export const Group = Shape(
  { elements: Type.Array(Named<Element>('Element'), { description: 'In order.' }) },
  {
    ...own,
    mode: Mode,
    type: OneOf(['SET']),
    evaluationMode: Mode,
    groupId: Type.Integer({ minimum: 1 }),
    operator: OneOf(['ALL', 'FIRST']),
    evaluationScope: OneOf(['session', 'cartItem']),
    locked: Type.Boolean(),
  },
  { oneOf: [{ required: ['mode'] }, { required: ['evaluationMode'] }] },
)

const Leaf = Shape({ type: OneOf(['CAMPAIGN']), campaignId: Type.Integer() }, {})

const isObject = { type: 'object' }
const isLeaf = { ...isObject, required: ['campaignId'] }

export const Element = Type.Unsafe<Element>({
  type: ['string', 'integer', 'object'],
  description: 'Name or ID of a campaign, or a group.',
  // Unlike a union these leave one fault for one mistake.
  allOf: [
    { if: isLeaf, then: Leaf },
    { if: { ...isObject, not: isLeaf }, then: Named<Group>('Group') },
  ],
})

/** How campaigns are chosen among each other: a mode for all of them, or a tree of groups. */
export const Evaluation = Type.Unsafe<EvaluationMode | Group>({
  type: ['string', 'object'],
  description: 'One mode for all campaigns, or a tree of groups. Left out: stackable.',
  allOf: [
    { if: { type: 'string' }, then: Mode },
    { if: isObject, then: Named<Group>('Group') },
  ],
})
export type Evaluation = EvaluationMode | Group
