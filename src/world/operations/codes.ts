import type { Coupon, Referral } from '../../contract/service/rewards.ts'
import { decideReferrals, type NewReferrals } from '../../core/codes/referrals.ts'
import {
  couponNamed,
  decideReservation,
  decideUnreservation,
} from '../../core/codes/reservations.ts'
import { speller } from '../../core/sessions/update.ts'
import type { Perform } from './perform.ts'

/** What requests do with coupon and referral codes. */
export interface CodeOperations {
  /** Reserves a coupon for profiles. */
  reserve(code: string, profileIds: readonly string[]): Promise<Coupon>
  unreserve(code: string, profileIds: readonly string[]): Promise<void>
  /** Profiles that have reserved a coupon. */
  reservations(code: string): Promise<readonly string[]>
  /** One code for each advocate. */
  createReferrals(wanted: NewReferrals): Promise<readonly Referral[]>
}

export const createCodeOperations = (perform: Perform): CodeOperations => ({
  async reserve(code, profileIds) {
    const { coupon } = await perform({}, (facts, { moment, program }) =>
      decideReservation(facts, { code, profileIds }, { moment, spell: speller(program) }),
    )
    return coupon
  },

  async unreserve(code, profileIds) {
    await perform({}, (facts, { program }) =>
      decideUnreservation(facts, { code, profileIds }, speller(program)),
    )
  },

  reservations: (code) =>
    perform.read(
      {},
      ({ records }, { program }) => couponNamed(records, code, speller(program)).reservedBy,
    ),

  async createReferrals(wanted) {
    const { referrals } = await perform({}, (facts, { moment, program }) =>
      decideReferrals(program.account, facts, wanted, moment),
    )
    return referrals
  },
})
