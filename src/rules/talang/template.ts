import {
  ATOM,
  BLOCK,
  BOOLEAN,
  bitOf,
  DATA,
  DECIMAL,
  LIST,
  MAP,
  NULL,
  STRING,
  TIME,
} from './overload.ts'
import type { Node } from './syntax.ts'
import type { Value } from './value.ts'
import { visitCalls } from './visit.ts'

/** An expression under a name, with numbered parameters of certain kinds. */
export interface Template {
  readonly name: string
  /** Kinds of the parameters, as bits of `overload.ts`. */
  readonly kinds: readonly number[]
  readonly result: number
  readonly body: Node
}

const ANY = DATA.bits | BLOCK.bits

const KINDS = new Map<string, number>([
  ['decimal', DECIMAL.bits],
  ['string', STRING.bits],
  ['boolean', BOOLEAN.bits],
  ['time', TIME.bits],
  ['null', NULL.bits],
  ['list', LIST.bits],
  ['map', MAP.bits],
  ['token', BLOCK.bits],
  ['atom', ATOM.bits],
  ['collection', LIST.bits | MAP.bits],
  ['any', ANY],
])

const SIGNATURE = /^([^()]+)\(([^()]*)\)(\w*)$/

/** What a signature such as `name(Decimal, String)Decimal` says; undefined when it is none. */
const readSignature = (text: string): Omit<Template, 'body'> | undefined => {
  const [, name, parameters = '', result = ''] = SIGNATURE.exec(text) ?? []
  if (name === undefined) return undefined
  const words = parameters.split(/[\s,]+/).filter((word) => word !== '')
  const kinds = words.map((word) => KINDS.get(word.toLowerCase()))
  const resultKind = result === '' ? ANY : KINDS.get(result.toLowerCase())
  const known = kinds.filter((kind) => kind !== undefined)
  if (resultKind === undefined || known.length < kinds.length) return undefined
  return { name: name.toLowerCase(), kinds: known, result: resultKind }
}

/** The template that the arguments of `setTemplate` define; undefined when they define none. */
export const templateOf = (args: readonly Node[]): Template | undefined => {
  const [signature, body] = args
  if (!body || args.length > 2) return undefined
  if (signature?.kind !== 'literal' || typeof signature.value !== 'string') return undefined
  const read = readSignature(signature.value)
  return read && { ...read, body }
}

/** All templates that a tree defines. */
export const templatesOf = (tree: Node): readonly Template[] => {
  const templates: Template[] = []
  visitCalls(tree, ({ operator, args }) => {
    const template = operator === 'settemplate' ? templateOf(args) : undefined
    if (template) templates.push(template)
  })
  return templates
}

/** Whether a template takes these arguments. */
export const takesArgs = ({ kinds }: Template, args: readonly Value[]): boolean =>
  kinds.length === args.length &&
  // As long as each other.
  kinds.every((bits, i) => (bits & bitOf(args[i] as Value)) !== 0)
