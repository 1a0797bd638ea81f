import t from 'tap'
import { accountOf } from '../../helpers/load-scenario.ts'

const treeOf = (evaluation: string) =>
  accountOf(`
campaigns: [{ name: A }, { name: B }, { name: C, id: 10 }, { name: D }]
evaluation: ${evaluation}
`).evaluation

t.test('a mode alone is one group of all campaigns', (t) => {
  const elements = [1, 2, 10, 3]
  t.strictSame(treeOf('listOrder'), { id: 1, name: 'Base group', mode: 'listOrder', elements })
  t.end()
})

t.test('a tree names campaigns by name or ID; the others come last, in order', (t) => {
  t.strictSame(
    treeOf(
      '{ mode: stackable, elements: [D, { mode: highestDiscount, name: Best, elements: [10, { mode: listOrder, elements: [] }] }] }',
    ),
    {
      id: 1,
      name: 'Base group',
      mode: 'stackable',
      elements: [
        3,
        {
          id: 2,
          name: 'Best',
          mode: 'highestDiscount',
          elements: [10, { id: 3, name: 'Group 2', mode: 'listOrder', elements: [] }],
        },
        1,
        2,
      ],
    },
  )
  t.end()
})

// Source: Management API, `CampaignSet`.
t.test('a tree may stand as the service exports it', (t) => {
  t.strictSame(
    treeOf(`
  type: SET
  name: Base
  groupId: 7
  operator: ALL
  evaluationMode: stackable
  evaluationScope: session
  locked: false
  elements:
    - { type: CAMPAIGN, campaignId: 2 }
    - { type: SET, name: First, groupId: 1, operator: FIRST, evaluationMode: listOrder, locked: true, elements: [{ type: CAMPAIGN, campaignId: 10 }] }
`),
    {
      id: 7,
      name: 'Base',
      mode: 'stackable',
      elements: [2, { id: 1, name: 'First', mode: 'listOrder', elements: [10] }, 1, 3],
    },
  )
  t.end()
})
