import type { RuleProgram } from '../core/rewards/rule-program.ts'
import type { World } from './create-world.ts'

/** The world of everybody who names none. It is always there. */
export const SHARED = 'shared'

/** Whatever a world may be called: a host name, or one made from a key. */
export const WORLD_NAME = /^[\w.-]{1,253}$/

/** All worlds of one emulator. */
export interface Worlds {
  readonly shared: World
  /** The world of that name; it comes into being when it is asked for the first time. */
  world(name: string): World
  /** The world of that name, if there is one. */
  existing(name: string): World | undefined
  /** The one asked for least recently first. */
  list(): World[]
  /** Forgets a world; false: there is none of that name. The shared one is reset instead. */
  remove(name: string): Promise<boolean>
  /**
   * Begins again with another account: those that come, and all that still have the one that worlds begin
   * with. One that was given its own keeps it.
   */
  load(program: RuleProgram): Promise<void>
  /** Ends waits and readers of the feeds of all worlds. */
  endWaiting(): void
  /** Worlds that were forgotten since there were too many. */
  readonly forgotten: number
}

export interface WorldsDeps {
  open(name: string, program: RuleProgram): World
  program: RuleProgram
  /** Worlds at the same time, the shared one besides. */
  maxWorlds: number
  /** Hears of a world that is forgotten, since there are too many. */
  onForget(world: World): void
}

export const createWorlds = ({ open, maxWorlds, onForget, ...deps }: WorldsDeps): Worlds => {
  let { program } = deps
  const shared = open(SHARED, program)
  /** In the order in which they were last asked for. */
  const others = new Map<string, World>()
  let forgotten = 0

  const forgetOldest = () => {
    for (const [name, world] of others) {
      others.delete(name)
      forgotten++
      onForget(world)
      world.dispose('its world was forgotten, since there were too many')
      return
    }
  }

  return {
    shared,

    world(name) {
      if (name === SHARED) return shared
      const known = others.get(name)
      others.delete(name)
      if (!known && others.size >= maxWorlds) forgetOldest()
      const world = known ?? open(name, program)
      others.set(name, world)
      return world
    },

    existing: (name) => (name === SHARED ? shared : others.get(name)),

    list: () => [shared, ...others.values()],

    async remove(name) {
      if (name === SHARED) {
        await shared.reset({ exchanges: false })
        return true
      }
      const world = others.get(name)
      if (!world) return false
      others.delete(name)
      world.dispose('its world was dropped')
      return true
    },

    async load(loaded) {
      const before = program
      program = loaded
      for (const world of [shared, ...others.values()]) {
        if (world.program === before) await world.load(loaded)
      }
    },

    endWaiting() {
      for (const world of [shared, ...others.values()]) world.endWaiting()
    },

    get forgotten() {
      return forgotten
    },
  }
}
