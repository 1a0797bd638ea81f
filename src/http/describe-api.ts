import type { FastifyInstance } from 'fastify'
import { PAGE } from './control/document.ts'
import { finishDocument, type OpenApiDocument } from './openapi-document.ts'
import { FAMILIES } from './third-party/families.ts'

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
      servers: [{ url: '/', description: 'This emulator.' }],
      tags: [
        ...FAMILIES.map(({ tag: name, description }) => ({ name, description })),
        { name: 'Integration API', description: "The deployment's own API." },
        { name: 'Control', description: 'Of the emulator alone: see what came, begin again.' },
      ],
      components: {
        securitySchemes: {
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: '`ApiKey-v1 <key>`; any key, unless the emulator was given some.',
          },
          basicKey: {
            type: 'http',
            scheme: 'basic',
            description: 'The user name is `ApiKey-v1 <key>`, the password empty.',
          },
          controlToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'Needed when the emulator listens beyond loopback, or was given a token.',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const open = route.config?.open === true
      const { scheme = 'apiKey' } = route.config?.credentials ?? {}
      const security = url.startsWith('/_mock/')
        ? [...(open ? [] : [{ controlToken: [] }]), {}]
        : scheme === 'bodyKey'
          ? []
          : [{ [scheme]: [] }]
      return { schema: { ...schema, security }, url }
    },
    // The document's type is a union over its versions; this one is 3.1.
    transformObject: (made) =>
      'openapiObject' in made ? finishDocument(made.openapiObject as OpenApiDocument) : {},
  })
  await app.register(swaggerUi, { routePrefix: PAGE, theme: { title: 'talon-mock' } })
}
