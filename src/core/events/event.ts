import type { CustomerSession, Event } from '../../contract/service/integration-state.ts'
import type { Moment } from '../moment.ts'
import type { RuleProgram } from '../rewards/rule-program.ts'

/** What an event is about: a session, or a profile alone. */
interface EventSubject {
  readonly session?: Pick<CustomerSession, 'integrationId' | 'profileId'>
  /** Integration ID; empty or left out: anonymous. */
  readonly profileId?: string
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly moment: Moment
  readonly program: RuleProgram
}

/**
 * An event that happens now. Source: Third-party OpenAPI, `event`; `effects` and `ledgerEntries` are of
 * older forms of the service and stay empty.
 */
export const newEvent = (
  type: string,
  { session, profileId = session?.profileId, attributes = {}, moment, program }: EventSubject,
): Event => {
  const event: Event = {
    id: moment.nextId('event'),
    created: moment.now,
    applicationId: program.account.application.id,
    type,
    attributes: { ...attributes },
    effects: [],
    ledgerEntries: [],
  }
  if (session) event.sessionId = session.integrationId
  if (profileId) event.profileId = profileId
  return event
}
