export type EntityKind =
  | 'session'
  | 'profile'
  | 'event'
  | 'attribute'
  | 'coupon'
  | 'referral'
  | 'card'
  | 'giveaway'
  | 'progress'

/**
 * Time, new IDs and chance, so that deciding needs neither clock nor counter nor dice. All that is drawn
 * of it follows from the world's seed and what was drawn before.
 */
export interface Moment {
  /** RFC 3339. */
  readonly now: string
  /** The same in milliseconds since 1970. */
  readonly at: number
  readonly nextId: (kind: EntityKind) => number
  readonly uuid: () => string
  /** A whole number from 0 to below `bound`. */
  readonly pick: (bound: number) => number
}
