import { type Static, Type } from '@sinclair/typebox'

/** Error body of the control API: RFC 9457, `application/problem+json`. */
export const Problem = Type.Object({
  type: Type.String({ description: '`urn:talon-mock:` and a name that stays.' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
})
export type Problem = Static<typeof Problem>
