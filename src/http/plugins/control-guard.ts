import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { replyProblem } from '../control/problem-reply.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route of the control API that anybody may call: it shows and changes nothing of a user's. */
    open?: boolean
  }
}

export interface ControlGuardOptions {
  /** Undefined: none is needed, since the emulator listens on a loopback address. */
  token: string | undefined
  /** Host names besides localhost and addresses that the control API answers to. */
  hosts: readonly string[]
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** The host of a `Host` header without its port, lower-case. */
const hostOf = (header: string | undefined): string =>
  URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname.toLowerCase() : ''

/**
 * Whether a browser sent this from a page of another site. `Sec-Fetch-Site` is the browser's own
 * word; `Origin` is compared to the host that was asked.
 */
const isCrossSite = (request: FastifyRequest): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin, host } = request.headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()
}

/**
 * Guards the control API: a token where one is set; else known `Host` names alone, so that a page
 * that rebinds its DNS name gets nothing. Requests from pages of other sites are refused either way.
 */
export const controlGuard = fp(
  (app: FastifyInstance, { token, hosts }: ControlGuardOptions, done: () => void) => {
    const expected = token === undefined ? undefined : digest(token)
    const known = new Set(['localhost', ...hosts.map((host) => host.toLowerCase())])
    const isKnown = (host: string) =>
      known.has(host) || host.endsWith('.localhost') || isIP(host.replace(/^\[|\]$/g, '')) !== 0

    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.open) return
      if (expected) {
        const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
        if (!timingSafeEqual(digest(given), expected)) {
          reply.header('www-authenticate', 'Bearer')
          const detail = 'send Authorization: Bearer <control token>; --control-token sets it'
          return replyProblem(reply, 401, 'token-required', detail)
        }
      } else if (!isKnown(hostOf(request.headers.host))) {
        const detail = `the control API doesn't answer to this Host name; --control-host adds one`
        return replyProblem(reply, 403, 'host-refused', detail)
      }
      if (isCrossSite(request)) {
        const detail = 'the control API answers to no page of another origin'
        return replyProblem(reply, 403, 'cross-site', detail)
      }
    })
    done()
  },
  { name: 'control-guard' },
)
