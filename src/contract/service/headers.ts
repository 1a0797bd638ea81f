import { type Static, Type } from '@sinclair/typebox'
import { OneOf, Together } from '../wire-types.ts'
import { CONTENT_FIELDS } from './content-fields.ts'

/** Shortest key in `X-Callback-API-Key`, in characters. Source: Third-party OpenAPI, `callbackAPIKey`. */
export const MIN_CALLBACK_KEY = 32

/** The key alone: the deployment is named elsewhere. */
export const KeyHeaders = Type.Object({
  authorization: Type.Optional(Type.String({ description: '`ApiKey-v1 <key>`' })),
})

/** The key as the user name of HTTP Basic. */
export const BasicKeyHeaders = Type.Object({
  authorization: Type.Optional(
    Type.String({ description: '`Basic <base64>` of `ApiKey-v1 <key>:`' }),
  ),
})

/** Headers of requests that name their deployment in one. What is missing is refused by the auth hook, with the documented text. */
export const DeploymentHeaders = Type.Object({
  ...KeyHeaders.properties,
  'destination-hostname': Type.Optional(
    Type.String({ description: 'Host name or URL of the deployment. Required.' }),
  ),
})

/** The headers that ask for a callback. An empty value and the text `undefined` count as absent. */
export const CallbackHeaders = Type.Object({
  'x-callback-destination-uri': Type.Optional(
    Type.String({ description: 'Where the reply is POSTed: an absolute http or https URI.' }),
  ),
  'x-callback-api-key': Type.Optional(
    Type.String({
      description: `Header name, space, key of at least ${MIN_CALLBACK_KEY} characters.`,
    }),
  ),
  'x-content-fields': Type.Optional(
    Type.String({
      description: `Fields of the reply to send, comma-separated; absent: all. Any of ${CONTENT_FIELDS.join(', ')}.`,
    }),
  ),
  'x-correlation-id': Type.Optional(Type.String({ description: 'Carried along to the callback.' })),
})
export type CallbackHeaders = Static<typeof CallbackHeaders>

export const CustomerSessionHeaders = Together([DeploymentHeaders, CallbackHeaders])

/** Of the platforms that send under one family, which one it is. */
export const CdpHeaders = Type.Object({
  ...DeploymentHeaders.properties,
  'customer-data-platform-name': Type.String({
    minLength: 1,
    description: 'Name of the platform.',
  }),
})

export const CepHeaders = Type.Object({
  ...DeploymentHeaders.properties,
  'customer-engagement-platform-name': Type.String({
    minLength: 1,
    description: 'Name of the platform.',
  }),
})

const dryRun = {
  'x-dry-run': Type.Optional(
    OneOf(['true', 'false'], { description: '`true`: answer, and keep nothing.' }),
  ),
}
export const DryRunHeaders = Type.Object({ ...KeyHeaders.properties, ...dryRun })
export const CepDryRunHeaders = Type.Object({ ...CepHeaders.properties, ...dryRun })
