import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** Error body of the control API: RFC 9457, `application/problem+json`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: '`urn:talon-mock:` and a name that stays.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
  },
  {
    title: 'Problem',
    examples: [
      {
        type: 'urn:talon-mock:not-found',
        title: 'Not found',
        status: 404,
        detail: 'no session s1',
      },
    ],
  },
)
export type Problem = Static<typeof Problem>

/** Describes a reply that is a problem document. */
export const ProblemReply = (description: string, schema: TSchema = Problem) => ({
  description,
  content: { 'application/problem+json': { schema } },
})

/** One with the list of all that is wrong with a document. */
export const FaultyDocument = Type.Object(
  {
    ...Problem.properties,
    faults: Type.Array(Type.String(), { description: 'Each with its place; 100 at most.' }),
  },
  { title: 'FaultyDocument' },
)
export type FaultyDocument = Static<typeof FaultyDocument>

export const FaultyReply = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: FaultyDocument } },
})
