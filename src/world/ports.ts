import type { AttemptOutcome } from '../contract/control/exchange.ts'
import type { IdState } from '../contract/control/snapshot.ts'
import type { ContentField } from '../contract/service/content-fields.ts'
import type { Attribute, CustomerSession } from '../contract/service/integration-state.ts'
import type { Facts } from '../core/facts.ts'
import type { EntityKind } from '../core/moment.ts'
import type { RemovedProfile } from '../core/profile-state.ts'
import type { ProfileRecord } from '../core/profiles.ts'
import type { CouponRecord, ReferralRecord, RewardChanges } from '../core/rewards/records.ts'
import type { AccountRecords, WorldRecords } from '../core/rewards/seed.ts'
import type { SessionRecord } from '../core/sessions/record.ts'
import type { Activity } from './activity.ts'

/** Takes a timer back; nothing happens when it has fired. */
export type Cancel = () => void

/** World time. Everything that a test may want to move asks it, and nothing else. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** `holdsUp`: a request or an attempt that counts as under way waits for it. */
  setTimer(afterMs: number, fire: () => void, holdsUp?: boolean): Cancel
}

/** New identifiers. */
export interface IdSource {
  /** 1, 2, 3, … for each kind. */
  next(kind: EntityKind): number
  /** The next number of that kind is above this one. */
  reach(kind: EntityKind, number: number): void
  /** Numbers of all kinds begin at 1 again, and so does chance; opaque IDs are never given twice. */
  restart(): void
  /** Where numbers and chance stand. */
  state(): IdState
  /** Goes on from there, until the next restart. */
  goOnFrom(state: IdState): void
  /** Text that no other start of the emulator gives; later ones sort after earlier ones. */
  opaque(prefix: 'x' | 'cb'): string
  uuid(): string
  /** A UUID, and a whole number below a bound, that follow from the seed and what was drawn before. */
  seededUuid(): string
  pick(bound: number): number
}

/** Names what has to be loaded before a request can be decided. */
export interface FactKeys {
  /** Left out: the request is about no session. */
  sessionId?: string | undefined
  /** The profile the request names; without it the session's own is loaded. */
  profileId?: string | null | undefined
  /** What a request seldom needs: it takes looking at all records. */
  also?: {
    sessionNumber?: number
    profileNumber?: number
    sessionsOf?: string
    /** An audience whose members are wanted, by its number or by what a platform calls it. */
    membersOf?: number | string
    /** A profile whose coupons, referrals and giveaways are wanted. */
    codesOf?: string
    /** Whether the points of everybody are wanted. */
    withLedgers?: boolean
  }
}

/** What one transaction changes; what is left out stays. */
export interface Changes {
  readonly session?: SessionRecord
  readonly removedSession?: string | undefined
  readonly removedProfile?: RemovedProfile | undefined
  readonly rewards?: RewardChanges
  readonly createdAttributes?: readonly Attribute[]
  /** A callback for the outbox. */
  readonly callback?: CallbackMessage | undefined
}

/** What an update of a session changes, nothing left out: what is forgotten here would not be kept. */
export type SessionChanges = Required<Omit<Changes, 'removedSession' | 'removedProfile'>>

/** Which codes are wanted: of all campaigns, or of one. */
export interface CodesPage {
  readonly after: number
  readonly limit: number
  readonly campaignId?: number | undefined
}

/**
 * The records of one world. `transact` loads the facts, lets `decide` judge them, and commits what it
 * returns, its callback into the outbox included, with nothing in between; when `decide` throws,
 * nothing is committed and the promise rejects. Whatever the store gives out is deeply readonly.
 */
export interface Store {
  transact<T extends Changes>(keys: FactKeys, decide: (facts: Facts) => T): Promise<T>
  session(id: string): Promise<CustomerSession | undefined>
  /** What a decision would be made on. */
  facts(keys: FactKeys): Promise<Facts>
  /** Sessions in the order of their numbers, from the one behind `after`. */
  sessions(page: { after: number; limit: number }): Promise<CustomerSession[]>
  countSessions(): Promise<number>
  profile(id: string): Promise<ProfileRecord | undefined>
  /** Profiles in the order of their numbers, from the one behind `after`. */
  profiles(page: { after: number; limit: number }): Promise<ProfileRecord[]>
  /** Coupons in the order of their numbers, from the one behind `after`. */
  coupons(page: CodesPage): Promise<CouponRecord[]>
  /** Referrals in the same way. */
  referrals(page: CodesPage): Promise<ReferralRecord[]>
  /** All that there is, as it stands in one moment. */
  dump(): Promise<WorldRecords>
  /** Forgets everything, and begins with these. */
  begin(records: AccountRecords | WorldRecords): Promise<void>
}

/** A callback on its way: all that is needed to send it. It holds the key in the clear: never log it. */
export interface CallbackMessage {
  readonly id: string
  /** The exchange it came from. */
  readonly exchangeId: string
  /** The world it came from. */
  readonly world: string
  /** Callbacks of one session to one destination start in the order they were put. */
  readonly sessionId: string
  /** Of the session; undefined: nobody's. */
  readonly profileId: string | undefined
  /** In the form of `URL.href`: it begins with `origin`. */
  readonly uri: string
  readonly origin: string
  readonly correlationId: string | undefined
  readonly key: { readonly name: string; readonly value: string } | undefined
  /** Fields that the request asked for; undefined: all. */
  readonly asked: readonly ContentField[] | undefined
  /** Fields that the reply has. */
  readonly replied: readonly string[]
  readonly body: string
}

/** What the outbox tells of a callback as it goes. */
export type DeliveryEvent =
  | { kind: 'queued' | 'sending' }
  | { kind: 'waiting'; nextAttemptAt: number }
  | {
      kind: 'attempted'
      number: number
      /** World time, in milliseconds since 1970, at which the attempt began. */
      at: number
      durationMs: number
      outcome: AttemptOutcome
      next: AfterAttempt
    }
  | { kind: 'failed' | 'cancelled'; reason: string }

/** What follows an attempt: done, given up or broken off with the reason, or another one at that time. */
export type AfterAttempt =
  | { state: 'delivered' }
  | { state: 'failed' | 'cancelled'; reason: string }
  | { state: 'waiting'; nextAttemptAt: number }

/** Hears of every step of every callback. */
export type DeliveryListener = (callbackId: string, event: DeliveryEvent) => void

/** How a callback is to be sent, when not as it comes. */
export interface DeliveryPlan {
  /** World time to wait before the first attempt. */
  readonly delayMs?: number
  /** Times that it is sent again after it was delivered. */
  readonly repeats?: number
}

/** Takes callbacks and sends them in its own time; the request they came from hears nothing of it. */
export interface Outbox {
  /** Takes a callback. One that doesn't fit any more ends as failed, reason `queue-full`. */
  put(message: CallbackMessage, plan?: DeliveryPlan): void
  /**
   * One more attempt now, numbered on from `attempts`, without a schedule behind it; a callback that
   * waits for a retry makes it at once. `busy`: it is queued or being sent; `full`: no room, or stopped.
   */
  sendAgain(message: CallbackMessage, attempts: number): 'queued' | 'busy' | 'full'
  /** Cancels everything that is not settled and breaks off attempts under way. */
  cancelAll(reason: string): void
  /** Callbacks that are not settled. */
  readonly depth: number
}

/** A world as the delivery of its callbacks knows it. */
export interface CallbackOwner {
  readonly clock: Clock
  readonly activity: Activity
  /** Hears of every step of its callbacks. */
  readonly listener: DeliveryListener
  /** What attempt `number` of a callback really sends. */
  tamper(message: CallbackMessage, number: number): CallbackMessage
}

/** Opens the outbox of a world. All outboxes share the connections, and the bounds of the queue. */
export type OpenOutbox = (owner: CallbackOwner) => Outbox
