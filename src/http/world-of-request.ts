import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Isolation } from '../contract/control/worlds.ts'
import type { World } from '../world/create-world.ts'
import { SHARED, WORLD_NAME, type Worlds } from '../world/worlds.ts'
import { credentialsOf } from './credentials.ts'
import { isAcceptedKey } from './plugins/api-key.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The world that the request belongs to: of an emulated one by the isolation, of ours by `?world=`. */
    world: World
  }
}

/** Picks the world of a request to the emulated APIs. One that will be refused makes no world. */
export type WorldOf = (request: FastifyRequest) => World

export interface WorldOfOptions {
  isolation: Isolation
  worlds: Worlds
  /** Keys that are accepted; empty: any. */
  apiKeys: readonly string[]
  /** Deployments that are known; empty: all. */
  deployments: readonly string[]
}

/** Requests belong to the world of everybody, of their deployment, or of their API key. */
export const createWorldOf = (options: WorldOfOptions): WorldOf => {
  const { isolation, worlds, apiKeys } = options
  const accepted = new Set(apiKeys)
  const known = new Set(options.deployments.map((name) => name.toLowerCase()))
  switch (isolation) {
    case 'shared':
      return () => worlds.shared
    case 'deployment':
      return (request) => {
        const credentials = credentialsOf(request)
        const name = deploymentWorld(credentials.deploymentOf(request))
        const isKnown = known.size === 0 || known.has(name)
        const passes = isKnown && isAcceptedKey(credentials.keyOf(request), accepted)
        return passes ? worlds.world(name) : worlds.shared
      }
    case 'api-key':
      return (request) => {
        const key = credentialsOf(request).keyOf(request)
        return isAcceptedKey(key, accepted) ? worlds.world(keyWorld(key)) : worlds.shared
      }
  }
}

/**
 * The world of a deployment: its host name, lower-case, without scheme, port and slash. `localhost` and
 * addresses are the shared world; `acme.localhost` is a name of its own.
 */
export const deploymentWorld = (deployment: unknown): string => {
  if (typeof deployment !== 'string') return SHARED
  const url = deployment.includes('://') ? deployment : `http://${deployment}`
  if (!URL.canParse(url)) return SHARED
  const name = new URL(url).hostname.replace(/\.$/, '')
  const isAddress = isIP(name.replace(/^\[|\]$/g, '')) !== 0
  return name === 'localhost' || isAddress || !WORLD_NAME.test(name) ? SHARED : name
}

/** The world of an API key. The key can't be read from it. */
export const keyWorld = (key: string): string =>
  `w_${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
