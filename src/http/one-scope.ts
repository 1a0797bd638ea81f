import type { FastifyInstance, FastifyPluginCallback } from 'fastify'

/**
 * Adds what plugins add to a scope that is there already: one for each would take longer than their routes
 * do. They must wait for nothing, and set nothing that is theirs alone.
 */
export const inOneScope = <Options extends object>(
  app: FastifyInstance,
  plugins: readonly FastifyPluginCallback<Options>[],
  options: Options,
): void => {
  for (const add of plugins) add(app, options, nobodyWaits)
}

const nobodyWaits = () => {}
