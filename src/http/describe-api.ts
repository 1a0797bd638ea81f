import type { FastifyInstance } from 'fastify'

/**
 * Turns an application into one that describes its routes as OpenAPI 3.1 and shows them on a page.
 * Call it before the routes are registered. Loaded only when somebody asks for the description.
 */
export const describeRoutes = async (app: FastifyInstance, version: string): Promise<void> => {
  // Imported here, since the bundle would load what a module imports at its top at every start.
  const { default: swagger } = await import('@fastify/swagger')
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'talon-mock',
        version,
        description:
          'A local Talon.One. The emulated APIs first, then the control API under `/_mock`. What is ' +
          'confirmed, what is assumed: `GET /_mock/fidelity`.',
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'Authorization' },
          controlToken: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  })
  await app.register(swaggerUi, { routePrefix: '/_mock/docs' })
}
