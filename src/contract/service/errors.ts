import { type Static, Type } from '@sinclair/typebox'

/** Error body of the Third-party API. Source: Third-party OpenAPI, `errorResponseWithStatus`. */
export const ThirdPartyError = Type.Object({
  StatusCode: Type.Integer(),
  Error: Type.String(),
  RequestUUID: Type.String(),
})
export type ThirdPartyError = Static<typeof ThirdPartyError>

/** Error body of the Integration API. `source` names exactly one of a body pointer and a parameter. */
export const IntegrationError = Type.Object({
  message: Type.String(),
  errors: Type.Array(
    Type.Object({
      title: Type.String(),
      details: Type.String(),
      source: Type.Object({
        pointer: Type.Optional(Type.String()),
        parameter: Type.Optional(Type.String()),
      }),
    }),
  ),
  StatusCode: Type.Integer(),
})
export type IntegrationError = Static<typeof IntegrationError>
