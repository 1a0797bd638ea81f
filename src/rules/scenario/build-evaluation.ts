import type { Element, Evaluation, Group } from '../../contract/scenario/evaluation.ts'
import type { EvaluationGroup } from '../../core/account.ts'
import { giveIds } from './ids.ts'
import type { Names } from './names.ts'
import type { Source } from './source.ts'

/** Levels of groups, the base group included. Source: docs, campaign evaluation. */
const MAX_LEVELS = 3

const isGroup = (element: Element): element is Group =>
  typeof element === 'object' && 'elements' in element

/** The group and all below it, from top to bottom. */
const groupsOf = (group: Group): Group[] => [
  group,
  ...group.elements.filter(isGroup).flatMap(groupsOf),
]

/** Builds the evaluation tree. Campaigns that it doesn't name come last in the base group, in order. */
export const buildEvaluation = (
  source: Source,
  evaluation: Evaluation = 'stackable',
  campaigns: Names,
  campaignIds: readonly number[],
): EvaluationGroup => {
  if (typeof evaluation === 'string') {
    return { id: 1, name: 'Base group', mode: evaluation, elements: campaignIds }
  }
  const groups = groupsOf(evaluation)
  const ids = giveIds(source, groups, 'groupId', 'group')
  const named = new Set<number>()

  const campaignOf = (
    element: Exclude<Element, Group>,
    holder: readonly Element[],
    i: number,
  ): number => {
    const exported = typeof element === 'object'
    const id = exported
      ? campaigns.find(source, element, 'campaignId', element.campaignId)
      : campaigns.find(source, holder, i, element)
    if (id !== 0 && named.has(id)) source.fault(holder, i, 'the campaign stands before already')
    named.add(id)
    return id
  }

  const build = (group: Group, level: number): EvaluationGroup => {
    if (level === MAX_LEVELS + 1) {
      source.fault(group, undefined, 'there are two levels of groups below the base group, no more')
    }
    if (group.evaluationScope === 'cartItem') {
      source.warn(group, 'evaluationScope', 'campaigns are chosen for the session, not per item')
    }
    const at = groups.indexOf(group)
    return {
      id: ids[at] ?? 0,
      name: group.name ?? (at === 0 ? 'Base group' : `Group ${at}`),
      // The schema sees to it that one of them is said.
      mode: group.mode ?? group.evaluationMode ?? 'stackable',
      elements: group.elements.map((element, i) =>
        isGroup(element) ? build(element, level + 1) : campaignOf(element, group.elements, i),
      ),
    }
  }

  const base = build(evaluation, 1)
  return { ...base, elements: [...base.elements, ...campaignIds.filter((id) => !named.has(id))] }
}
