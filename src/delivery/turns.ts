import Queue from 'denque'

/** What takes its turn: where it goes to, and behind whom. */
export interface Candidate {
  /** Whose sessions they are: those of another owner have nothing to do with them. */
  readonly owner: object
  readonly message: { readonly origin: string; readonly sessionId: string }
}

export interface TurnsOptions<C> {
  /** Under way at the same time, in all and to one destination. */
  concurrency: number
  concurrencyPerDestination: number
  /** Begins one whose turn has come; it calls `over` once when it has ended, `true`: the next of its session may go. */
  start(candidate: C, over: (passesOn: boolean) => void): void
}

/** Whose turn it is: in order for each session and destination, one at a time there. */
export interface Turns<C> {
  /** Puts one behind the others of its session. */
  add(candidate: C): void
  /** Forgets all that wait, of one owner or of all; those under way are over as ever. */
  remove(owner?: object): void
}

/** What goes to one destination, known by its origin. */
interface Lane<C> {
  ready: Queue<C>
  /** Sessions of each owner with one ready or under way, and those behind it. */
  readonly sessions: Map<object, Map<string, Queue<C>>>
  active: number
  /** Whether it stands in the row of lanes that may start something. */
  lined: boolean
}

/**
 * A bounded number at the same time for each destination, so that a dead receiver holds up none but
 * itself; destinations take turns.
 */
export const createTurns = <C extends Candidate>(options: TurnsOptions<C>): Turns<C> => {
  const { concurrency } = options
  /** One destination never takes the last slot, so that there is always one for another. */
  const concurrencyPerDestination = Math.min(
    options.concurrencyPerDestination,
    Math.max(1, concurrency - 1),
  )
  const lanes = new Map<string, Lane<C>>()
  let line = new Queue<Lane<C>>()
  let active = 0
  let pumping = false

  const laneOf = (origin: string): Lane<C> => {
    let lane = lanes.get(origin)
    if (!lane) {
      lane = { ready: new Queue(), sessions: new Map(), active: 0, lined: false }
      lanes.set(origin, lane)
    }
    return lane
  }

  const lineUp = (lane: Lane<C>) => {
    if (lane.lined || lane.ready.length === 0 || lane.active >= concurrencyPerDestination) return
    lane.lined = true
    line.push(lane)
  }

  /** Starts after the reply was written: replies are written in the turn that commits them. */
  const pumpSoon = () => {
    if (pumping) return
    pumping = true
    setImmediate(() => {
      pumping = false
      pump()
    })
  }

  const pump = () => {
    while (active < concurrency) {
      const lane = line.shift()
      if (!lane) return
      lane.lined = false
      const candidate = lane.ready.shift()
      if (candidate) start(lane, candidate)
      lineUp(lane)
    }
  }

  const start = (lane: Lane<C>, candidate: C) => {
    active++
    lane.active++
    options.start(candidate, (passesOn) => {
      active--
      lane.active--
      if (passesOn) letFollowerPass(lane, candidate)
      lineUp(lane)
      removeIfEmpty(lane, candidate.message.origin)
      pumpSoon()
    })
  }

  const letFollowerPass = (lane: Lane<C>, { owner, message: { sessionId } }: C) => {
    const sessions = lane.sessions.get(owner)
    const follower = sessions?.get(sessionId)?.shift()
    if (follower) lane.ready.push(follower)
    else sessions?.delete(sessionId)
    if (sessions?.size === 0) lane.sessions.delete(owner)
  }

  const removeIfEmpty = (lane: Lane<C>, origin: string) => {
    // After a removal there may be another one in its place.
    const isEmpty = lane.sessions.size === 0 && lane.active === 0
    if (isEmpty && lanes.get(origin) === lane) lanes.delete(origin)
  }

  return {
    add(candidate) {
      const { origin, sessionId } = candidate.message
      const lane = laneOf(origin)
      const sessions = lane.sessions.get(candidate.owner) ?? new Map<string, Queue<C>>()
      lane.sessions.set(candidate.owner, sessions)
      const followers = sessions.get(sessionId)
      if (followers) followers.push(candidate)
      else {
        sessions.set(sessionId, new Queue())
        lane.ready.push(candidate)
        lineUp(lane)
      }
      pumpSoon()
    },

    remove(owner) {
      if (!owner) {
        lanes.clear()
        line = new Queue()
        return
      }
      for (const [origin, lane] of lanes) {
        lane.sessions.delete(owner)
        lane.ready = new Queue(lane.ready.toArray().filter((waiting) => waiting.owner !== owner))
        removeIfEmpty(lane, origin)
      }
    },
  }
}
