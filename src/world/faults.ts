import {
  type AppliedFault,
  type Fault,
  type FaultActions,
  type FaultInput,
  type FaultMatch,
  type FaultState,
  MAX_FAULTS,
} from '../contract/control/faults.ts'
import type { Chance } from './chance.ts'
import { type FaultMoment, faultMomentOf } from './check-fault.ts'
import type { Holds } from './holds.ts'
import type { Clock } from './ports.ts'

/** What a fault may befall. Undefined is what it hasn't got. */
export interface FaultSubject {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly sessionId: string | undefined
  readonly profileId: string | undefined
  readonly correlationId: string | undefined
  /** In the form of `URL.href`. */
  readonly destination: string | undefined
  /** Whether a receiver is given a key. */
  readonly hasKey: boolean
}

/** The faults of one world, in the order in which they were set. */
export interface Faults {
  /** How many there are; one that ran out and that nobody has met since is among them. */
  readonly size: number
  /** Sets one that is in order; undefined: there are too many. */
  add(input: FaultInput): Fault | undefined
  list(): Fault[]
  /** False: no such fault. */
  remove(id: string): boolean
  /** Removes all; chance begins anew. */
  clear(): void
  /** All that there is to them. */
  state(): FaultState
  /** Has these instead; numbers that were given already are never given again. */
  goOnFrom(state: FaultState): void
  /**
   * What befalls this at that moment: the first fault that matches, and that chance lets pass, counts as
   * applied. Undefined: none.
   */
  strike(moment: FaultMoment, subject: FaultSubject): AppliedFault | undefined
}

export interface FaultsDeps {
  clock: Pick<Clock, 'now'>
  chance: Chance
  holds: Pick<Holds, 'isFull'>
}

interface Kept {
  readonly id: string
  readonly moment: FaultMoment
  readonly input: FaultInput
  readonly match: FaultMatch
  readonly createdAt: number
  readonly expiresAt: number
  applied: number
}

/** A pattern with `*` at its end is the beginning of what passes. */
const passes = (pattern: string | undefined, value: string | undefined): boolean => {
  if (pattern === undefined) return true
  if (value === undefined) return false
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern
}

const equals = (wanted: string | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted === value

/** Whether all that a fault names is so. */
export const befalls = (match: FaultMatch, subject: FaultSubject): boolean =>
  equals(match.method, subject.method) &&
  equals(match.sessionId, subject.sessionId) &&
  equals(match.profileId, subject.profileId) &&
  equals(match.correlationId, subject.correlationId) &&
  passes(match.path, subject.path) &&
  passes(match.destination, subject.destination)

/** A destination in the form that callbacks have theirs in. */
export const toDestination = (text: string): string => {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  url.hash = ''
  return url.href
}

/** A path without its query. */
export const pathOf = (path: string): string => path.split('?', 1)[0] ?? path

/** The first half of a JSON text: an object that was opened is not closed in it. */
export const cut = (json: string): string => json.slice(0, Math.ceil(json.length / 2))

const readMatch = ({ destination, ...match }: FaultMatch = {}): FaultMatch => {
  if (destination === undefined) return match
  const isWhole = !destination.endsWith('*')
  return { ...match, destination: isWhole ? toDestination(destination) : destination }
}

/** What is done this time: a delay of a range is drawn. */
const drawn = (actions: FaultActions, chance: Chance): FaultActions => {
  const { delayMs } = actions
  if (typeof delayMs !== 'object') return actions
  const { min, max } = delayMs
  return { ...actions, delayMs: min + Math.floor(chance.draw() * (max - min + 1)) }
}

const toFault = ({ id, input, match, createdAt, expiresAt, applied }: Kept): Fault => ({
  id,
  where: input.where,
  match,
  do: input.do,
  times: input.times ?? null,
  probability: input.probability ?? 1,
  ttlMs: input.ttlMs ?? null,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: input.ttlMs === undefined ? null : new Date(expiresAt).toISOString(),
  applied,
})

const fromFault = ({ id, where, match, applied, createdAt, expiresAt, ...fault }: Fault): Kept => {
  const input: FaultInput = { where, do: fault.do, match, probability: fault.probability }
  if (fault.times !== null) input.times = fault.times
  if (fault.ttlMs !== null) input.ttlMs = fault.ttlMs
  return {
    id,
    moment: faultMomentOf(input),
    input,
    match,
    createdAt: Date.parse(createdAt),
    expiresAt: expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
    applied,
  }
}

export const createFaults = ({ clock, chance, holds }: FaultsDeps): Faults => {
  const faults = new Map<string, Kept>()
  /** Never given twice, so that what the ledger shows stays clear. */
  let given = 0

  const removeExpired = () => {
    const now = clock.now()
    for (const { id, expiresAt } of faults.values()) if (expiresAt <= now) faults.delete(id)
  }

  const canStrike = ({ match, input }: Kept, subject: FaultSubject): boolean => {
    if (!befalls(match, subject)) return false
    if (input.do.wrongKey && !subject.hasKey) return false
    // One that can't be done is not counted as done.
    if (input.where === 'request' && input.do.delayMs !== undefined && holds.isFull) return false
    const { probability = 1 } = input
    return probability === 1 || chance.draw() < probability
  }

  return {
    get size() {
      return faults.size
    },

    add(input) {
      removeExpired()
      if (faults.size >= MAX_FAULTS) return undefined
      const createdAt = clock.now()
      const fault: Kept = {
        id: `fault_${++given}`,
        moment: faultMomentOf(input),
        input,
        match: readMatch(input.match),
        createdAt,
        expiresAt: createdAt + (input.ttlMs ?? Number.POSITIVE_INFINITY),
        applied: 0,
      }
      faults.set(fault.id, fault)
      return toFault(fault)
    },

    list() {
      removeExpired()
      return Array.from(faults.values(), toFault)
    },

    remove(id) {
      removeExpired()
      return faults.delete(id)
    },

    clear() {
      faults.clear()
      chance.goOnFrom(0)
    },

    state() {
      removeExpired()
      return { set: Array.from(faults.values(), toFault), given, drawn: chance.drawn }
    },

    goOnFrom(state) {
      faults.clear()
      for (const fault of state.set) faults.set(fault.id, fromFault(fault))
      given = Math.max(given, state.given)
      chance.goOnFrom(state.drawn)
    },

    strike(moment, subject) {
      removeExpired()
      for (const fault of faults.values()) {
        if (fault.moment !== moment || !canStrike(fault, subject)) continue
        fault.applied++
        if (fault.applied === fault.input.times) faults.delete(fault.id)
        return { id: fault.id, did: drawn(fault.input.do, chance) }
      }
      return undefined
    },
  }
}
