import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { addSale, type ProfileRecord, withdrawSale } from '../profiles.ts'

/** Whether the profile's sales count it. */
export const isSold = ({ state }: CustomerSession) =>
  state === 'closed' || state === 'partially_returned'

/** A profile whose counters leave out one of its sessions. */
export const withoutSession = (record: ProfileRecord, session: CustomerSession): ProfileRecord => ({
  ...record,
  profile: isSold(session) ? withdrawSale(record.profile, session) : record.profile,
  sessionCount: record.sessionCount - 1,
})

/** A profile whose counters take in one more session. */
export const withSession = (record: ProfileRecord, session: CustomerSession): ProfileRecord => ({
  ...record,
  profile: isSold(session) ? addSale(record.profile, session) : record.profile,
  sessionCount: record.sessionCount + 1,
})
