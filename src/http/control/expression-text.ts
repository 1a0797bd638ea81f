/** Expression trees as people read them: `["=", [".", "Item", "SKU"], "mug"]` is `Item.SKU = "mug"`. */

/** What stands between its operands, by how tightly it binds them. */
const INFIX: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ...['=', '!=', '<', '<=', '>', '>='].map((name) => [name, 4] as const),
  ...['+', '-'].map((name) => [name, 5] as const),
  ...['*', '/'].map((name) => [name, 6] as const),
])
const NOT = 3
const ELSE = 0
const ATOM = 7

/** With more than two operands these compare the first with each of the others, which isn't written so. */
const COMPARES = 4

/** They take a list, the name of a parameter, and an expression. */
const WITH_BLOCK: ReadonlySet<string> = new Set(['map', 'filter', 'exists', 'every', 'sum', 'do'])

/** Deeper ones are cut. */
const MAX_DEPTH = 60

const NAME = /^[A-Za-z_]\w*$/

interface Written {
  readonly text: string
  readonly binds: number
}

const atom = (text: string): Written => ({ text, binds: ATOM })

/** The text of an expression tree. Whatever is no tree is written as JSON. */
export const expressionText = (tree: unknown): string => write(tree, 0).text

const write = (tree: unknown, depth: number): Written => {
  if (depth > MAX_DEPTH) return atom('…')
  if (!Array.isArray(tree)) return atom(JSON.stringify(tree) ?? String(tree))
  const [head, ...args]: unknown[] = tree
  if (Array.isArray(head)) return atom(blockText(head, args, depth))
  return typeof head === 'string' ? call(head, args, depth) : atom(JSON.stringify(tree))
}

/** An operand, in parentheses where it binds less tightly than what is around it. */
const operand = (tree: unknown, around: number, depth: number): string => {
  const { text, binds } = write(tree, depth + 1)
  return binds > around ? text : `(${text})`
}

const call = (name: string, args: readonly unknown[], depth: number): Written => {
  const operator = name.toLowerCase()
  const list = (trees: readonly unknown[]) =>
    trees.map((tree) => write(tree, depth + 1).text).join(', ')
  const binds = INFIX.get(operator)
  if (binds !== undefined && args.length > 1 && !(binds === COMPARES && args.length > 2)) {
    return { text: args.map((arg) => operand(arg, binds, depth)).join(` ${operator} `), binds }
  }
  // One condition in an `and` of its own is that condition.
  if ((operator === 'and' || operator === 'or') && args.length === 1) return write(args[0], depth)
  if (operator === '.') return atom(pathText(args, depth))
  if (operator === 'list') return atom(`[${list(args)}]`)
  if (operator === 'not' && args.length === 1) {
    return { text: `not ${operand(args[0], NOT, depth)}`, binds: NOT }
  }
  if (operator === 'catch' && args.length === 2) {
    const fallback = operand(args[0], ELSE, depth)
    const { text, binds } = write(args[1], depth + 1)
    // One inside the other with the same fallback says nothing more.
    if (binds === ELSE && text.endsWith(` else ${fallback}`)) return { text, binds }
    return { text: `${binds > ELSE ? text : `(${text})`} else ${fallback}`, binds: ELSE }
  }
  const [items, parameter, body] = args
  if (WITH_BLOCK.has(operator) && args.length === 3 && typeof parameter === 'string') {
    return atom(`${name}(${list([items])}, ${parameter} => ${list([body])})`)
  }
  return atom(args.length === 0 ? name : `${name}(${list(args)})`)
}

const blockText = (
  parameters: readonly unknown[],
  body: readonly unknown[],
  depth: number,
): string => {
  const texts = body.map((tree) => write(tree, depth + 1).text)
  // Without a name in front it is a sequence, whose first expression looks like parameters.
  const [first] = parameters
  if (body.length === 0 || typeof first !== 'string' || parameters.length > 1) {
    return [write(parameters, depth + 1).text, ...texts].join('; ')
  }
  return `${first} => ${texts.join('; ')}`
}

const pathText = (parts: readonly unknown[], depth: number): string =>
  parts
    .map((part, i) => {
      if (typeof part === 'string' && NAME.test(part)) return i === 0 ? part : `.${part}`
      return `[${write(part, depth + 1).text}]`
    })
    .join('')
