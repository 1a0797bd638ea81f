import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

export interface CorsOptions {
  /** Origins as a browser sends them, or `*`. */
  origins: readonly string[]
}

/** Lets front ends of the given origins call the emulated APIs. `*` goes without credentials. */
export const cors = fp(
  async (app: FastifyInstance, { origins }: CorsOptions) => {
    const any = origins.includes('*')
    await app.register(fastifyCors, {
      origin: any ? '*' : [...origins],
      credentials: !any,
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      exposedHeaders: ['X-Talon-Mock-Exchange'],
      maxAge: 600,
    })
  },
  { name: 'cors' },
)
