import type { Attribute } from '../../contract/service/integration-state.ts'
import type { Moment } from '../moment.ts'
import { ACCOUNT_ID } from '../profiles.ts'
import type { NewAttribute } from './resolve.ts'

/** A custom attribute as the account keeps it from now on. */
export const defineAttribute = (attribute: NewAttribute, moment: Moment): Attribute => ({
  id: moment.nextId('attribute'),
  created: moment.now,
  accountId: ACCOUNT_ID,
  ...attribute,
  title: attribute.name,
  description: '',
  suggestions: [],
  hasAllowedList: false,
  restrictedBySuggestions: false,
  editable: true,
})
