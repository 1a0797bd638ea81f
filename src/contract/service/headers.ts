import { type Static, Type } from '@sinclair/typebox'
import { CONTENT_FIELDS } from './content-fields.ts'

/** Shortest key in `X-Callback-API-Key`, in characters. Source: Third-party OpenAPI, `callbackAPIKey`. */
export const MIN_CALLBACK_KEY = 32

/** Headers of every `/segment` request. What is missing is refused by the auth hook, with the documented text. */
export const SegmentHeaders = Type.Object({
  authorization: Type.Optional(Type.String({ description: '`ApiKey-v1 <key>`' })),
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

export const CustomerSessionHeaders = Type.Composite([SegmentHeaders, CallbackHeaders])
