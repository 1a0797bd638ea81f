import { type Static, Type } from '@sinclair/typebox'
import { MapOf } from '../wire-types.ts'
import { Shape, Text } from './forms.ts'

const Meaning = Shape(
  { args: Type.Array(Type.String(), { description: 'Roles of its arguments, in order.' }) },
  { effect: Text('The effect that it is.'), predicate: Text('The predicate that it is.') },
  { oneOf: [{ required: ['effect'] }, { required: ['predicate'] }] },
)

/** A file that says what operators of rulesets mean. */
export const DialectFile = Shape({ operators: MapOf(Meaning) }, {})
export type DialectFile = Static<typeof DialectFile>
