import type { CodeCase } from '../../contract/scenario/vocabulary.ts'
import type { Effect } from '../../contract/service/effects.ts'
import type { Coupon, InventoryReferral } from '../../contract/service/rewards.ts'
import type { CodeSettings, Limit } from '../account.ts'
import type { Moment } from '../moment.ts'
import type { Books } from './books.ts'
import { spellCode } from './codes.ts'
import { toInstant } from './duration.ts'
import type { CodeClaim } from './rule-program.ts'

/** When, and in which spelling, codes are made. */
export interface CodeMaking {
  readonly moment: Moment
  readonly codeCase: CodeCase
}

/** Times that a pattern is tried before a number behind the code makes the difference. */
const MAX_DRAWS = 100

/** A code by a pattern, which no other has. `#` stands for one of the characters. */
export const newCode = (
  settings: CodeSettings,
  isTaken: (code: string) => boolean,
  { moment, codeCase }: CodeMaking,
): string => {
  const { validCharacters, couponPattern } = settings
  const draw = () =>
    couponPattern.replaceAll('#', () => validCharacters[moment.pick(validCharacters.length)] ?? '')
  const draws = couponPattern.includes('#') ? MAX_DRAWS : 1
  for (let tries = 0; ; tries++) {
    const code = spellCode(tries < draws ? draw() : `${draw()}-${tries}`, codeCase)
    if (!isTaken(code)) return code
  }
}

const validUntil = ({ validForMs }: CodeClaim, { at }: Moment) =>
  validForMs === undefined ? {} : { expiryDate: toInstant(at + validForMs) }

/** Codes that were made, and the effects that tell of them. */
export interface CreatedCodes {
  readonly coupons: readonly Coupon[]
  readonly referrals: readonly InventoryReferral[]
  readonly effects: readonly Effect[]
}

/** Makes the codes that a session has claimed. Source: Integration API, couponCreated, referralCreated. */
export const createCodes = (
  books: Books,
  claims: readonly CodeClaim[],
  making: CodeMaking,
): CreatedCodes => {
  const coupons: Coupon[] = []
  const referrals: InventoryReferral[] = []
  const effects: Effect[] = []
  for (const claim of claims) {
    const { envelope, recipient } = claim
    if (claim.kind === 'coupon') {
      const { settings, usageLimit } = claim
      const coupon = createCoupon(
        books,
        {
          campaignId: envelope.campaignId,
          settings,
          usageLimit,
          recipient,
          ...validUntil(claim, making.moment),
        },
        making,
      )
      coupons.push(coupon)
      const props = { value: coupon.value, profileId: recipient }
      effects.push({ ...envelope, effectType: 'couponCreated', props })
    } else {
      const referral = createReferral(books, claim, making)
      referrals.push(referral)
      const props = { value: referral.code }
      effects.push({ ...envelope, effectType: 'referralCreated', props })
    }
  }
  return { coupons, referrals, effects }
}

/** A coupon to be made. Dates are RFC 3339. */
export interface NewCoupon {
  readonly campaignId: number
  readonly settings: CodeSettings
  /** 0: no limit. */
  readonly usageLimit: number
  /** Only this profile may use it. */
  readonly recipient?: string | undefined
  readonly startDate?: string | undefined
  readonly expiryDate?: string | undefined
  readonly discountLimit?: number | undefined
  readonly reservationLimit?: number | undefined
  readonly isReservationMandatory?: boolean | undefined
  readonly limits?: readonly Limit[] | undefined
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
  /** Of the request that it is made for. */
  readonly identifier?: string | undefined
}

/** Makes a coupon, which nobody has used yet. */
export const createCoupon = (books: Books, wanted: NewCoupon, making: CodeMaking): Coupon => {
  const { moment } = making
  const { startDate, expiryDate, discountLimit, reservationLimit, recipient } = wanted
  const { limits = [], identifier } = wanted
  const coupon: Coupon = {
    id: moment.nextId('coupon'),
    created: moment.now,
    campaignId: wanted.campaignId,
    value: newCode(wanted.settings, (code) => books.coupon(code) !== undefined, making),
    usageLimit: wanted.usageLimit,
    usageCounter: 0,
    ...(discountLimit !== undefined && { discountLimit, discountRemainder: discountLimit }),
    discountCounter: 0,
    ...(startDate !== undefined && { startDate }),
    ...(expiryDate !== undefined && { expiryDate }),
    limits: limits.map((limit) => ({ ...limit, entities: [...limit.entities] })),
    attributes: { ...wanted.attributes },
    ...(recipient !== undefined && { recipientIntegrationId: recipient }),
    ...(reservationLimit !== undefined && { reservationLimit }),
    // A personal code is of one customer. Source: Third-party OpenAPI, coupon `reservation`.
    reservation: recipient === undefined,
    isReservationMandatory: wanted.isReservationMandatory === true,
  }
  books.setCoupon({
    coupon,
    limits,
    reservedBy: [],
    ...(identifier !== undefined && { identifier }),
  })
  return coupon
}

/** A referral code that its recipient recommends with. */
const createReferral = (books: Books, claim: CodeClaim, making: CodeMaking): InventoryReferral => {
  const { moment } = making
  const referral: InventoryReferral = {
    id: moment.nextId('referral'),
    created: moment.now,
    campaignId: claim.envelope.campaignId,
    advocateProfileIntegrationId: claim.recipient,
    code: newCode(claim.settings, (code) => books.referral(code) !== undefined, making),
    usageLimit: claim.usageLimit,
    usageCounter: 0,
    ...validUntil(claim, moment),
    attributes: {},
    referredCustomers: [],
  }
  books.setReferral({ referral })
  return referral
}
