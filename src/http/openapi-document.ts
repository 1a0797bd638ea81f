import { STATUS_CODES } from 'node:http'
import type { TProperties } from '@sinclair/typebox'
import { Problem } from '../contract/control/problem.ts'
import {
  CartItemInput,
  CustomerSessionInput,
  UpdateCustomerSessionRequest,
} from '../contract/service/customer-sessions.ts'
import { IntegrationError, ThirdPartyError } from '../contract/service/errors.ts'
import {
  Attribute,
  CartItem,
  CustomerProfile,
  CustomerSession,
  Event,
  IntegrationState,
} from '../contract/service/integration-state.ts'

/** The parts of an OpenAPI 3.1 document that are touched here. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas?: Record<string, unknown> }
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, Response>
  security?: object[]
  callbacks?: Record<string, Record<string, { post: object }>>
}

interface Parameter {
  in: string
  name: string
  required?: boolean
  description?: string
  schema: Record<string, unknown>
}

interface Media {
  schema: { type?: unknown }
  examples?: Record<string, { value: unknown }>
}

interface Response {
  description: string
  headers?: object
  content?: object
}

/** Names under which the service's own models are known to the generators of clients. */
const MODELS = {
  Attribute,
  CartItem,
  CartItemInput,
  CustomerProfile,
  CustomerSession,
  CustomerSessionInput,
  Event,
  IntegrationError,
  IntegrationState,
  ThirdPartyError,
  UpdateCustomerSessionRequest,
}

/**
 * Finishes the document that was made from the routes: every model once and under its name, what
 * hooks ask for and answer, and examples.
 */
export const finishDocument = (document: OpenApiDocument): OpenApiDocument => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of Object.values(operations)) {
      if (path.startsWith('/_mock/')) finishControl(operation)
      else finishEmulated(operation)
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response.description !== 'Default Response') continue
        response.description = STATUS_CODES[Number(status)] ?? status
      }
    }
  }
  const schemas = { ...document.components.schemas }
  const paths = hoist(document.paths, schemas)
  return { ...document, paths, components: { ...document.components, schemas } }
}

const problem = (description: string): Response => ({
  description,
  content: { 'application/problem+json': { schema: structuredClone(Problem) } },
})

const finishControl = (operation: Operation): void => {
  const { parameters = [], requestBody, responses, security = [] } = operation
  for (const parameter of parameters) if ('default' in parameter.schema) parameter.required = false
  // Every body of the control API may be left out.
  if (requestBody) requestBody.required = false
  if (parameters.some(({ schema }) => Object.keys(schema).length > 1) || requestBody) {
    responses[400] ??= problem('A parameter or the body is not as described')
  }
  if (security.length > 1) {
    responses[401] ??= problem('The control token is missing or wrong')
    responses[403] ??= problem('Refused: an unknown Host name, or a page of another origin')
  }
}

const EXCHANGE_HEADER = {
  'X-Talon-Mock-Exchange': {
    description: 'ID of the exchange: `GET /_mock/exchanges/{id}` shows it.',
    schema: { type: 'string' },
  },
}

/** Examples of request headers. A deployment is required; a hook refuses its absence, no schema. */
const HEADERS: Readonly<Record<string, { required?: boolean; example: string }>> = {
  'destination-hostname': { required: true, example: 'https://acme.europe-west1.talon.one' },
  'x-callback-destination-uri': { example: 'http://localhost:8080/_mock/sink/demo' },
  'x-callback-api-key': { example: 'Authorization ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3' },
  'x-content-fields': { example: 'effects,customerProfile' },
  'x-correlation-id': { example: 'abc123' },
}

const SESSION_EXAMPLE = {
  profileId: 'anna',
  state: 'open',
  cartItems: [{ sku: 'mug', name: 'Mug', quantity: 2, price: 12.5 }],
}

/** Examples of bodies by their models. */
const EXAMPLES: ReadonlyMap<string, object> = new Map<string, object>([
  ['CustomerSessionInput', SESSION_EXAMPLE],
  ['UpdateCustomerSessionRequest', { customerSession: SESSION_EXAMPLE }],
])

const finishEmulated = (operation: Operation): void => {
  const { parameters, requestBody, responses, callbacks } = operation
  if (parameters) {
    // OpenAPI has it that a parameter of this name is ignored: the security scheme says it.
    operation.parameters = parameters.filter(({ name }) => name !== 'authorization')
    for (const parameter of operation.parameters) {
      Object.assign(parameter, parameter.in === 'header' ? HEADERS[parameter.name] : undefined)
    }
  }
  const media = requestBody?.content['application/json']
  const name = media && nameOf(media.schema)
  const value = name === undefined ? undefined : EXAMPLES.get(name)
  if (media && value) media.examples = { 'An open cart': { value } }
  for (const response of Object.values(responses)) response.headers = EXCHANGE_HEADER
  for (const callback of Object.values(callbacks ?? {})) {
    for (const item of Object.values(callback)) item.post = { ...DELIVERY, ...item.post }
  }
}

const header = (name: string, description: string, schema: object) => ({
  in: 'header',
  name,
  description,
  schema,
})

/** What every callback carries besides its body. */
const DELIVERY = {
  summary: 'The fields of the reply that X-Content-Fields names',
  description:
    'The header that X-Callback-API-Key names carries the key. Redirects are not followed; 410 ends it.',
  parameters: [
    header('X-Correlation-ID', 'As the request gave it.', { type: 'string' }),
    header('X-Talon-Mock-Delivery', 'The same for all attempts.', { type: 'string' }),
    header('X-Talon-Mock-Attempt', 'Counts the attempts from 1.', { type: 'integer' }),
  ],
}

/** Models by the names of their properties, which a description's copies keep. */
const keyOf = (properties: TProperties | object) => Object.keys(properties).join()
const NAMES = new Map(
  Object.entries(MODELS).map(([name, model]) => [keyOf(model.properties), name]),
)

/** The name of a model, from its title or its shape. */
const nameOf = (schema: object): string | undefined => {
  if (!('properties' in schema) || !isObject(schema.properties)) return undefined
  return 'title' in schema && typeof schema.title === 'string'
    ? schema.title
    : NAMES.get(keyOf(schema.properties))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy in which every named model is a reference; the models themselves are put into `schemas`. */
const hoist = <T>(value: T, schemas: Record<string, unknown>): T => {
  // What comes out has the shape of what went in, but for the references.
  const copy = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(copy)
    if (!isObject(inner)) return inner
    const name = nameOf(inner)
    const made = Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, copy(part)]))
    if (name === undefined) return made
    const { type } = made
    const orNull = Array.isArray(type) && type.includes('null')
    schemas[name] ??= { ...made, title: name, ...(orNull && { type: 'object' }) }
    const reference = { $ref: `#/components/schemas/${name}` }
    return orNull ? { anyOf: [reference, { type: 'null' }] } : reference
  }
  return copy(value) as T
}
