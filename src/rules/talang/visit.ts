import { ATOM, bitOf } from './overload.ts'
import type { Path } from './scope.ts'
import type { Call, Node } from './syntax.ts'
import { textOf, type Value } from './value.ts'

/** Calls `visit` with every call of a tree and the parameters of the blocks around it. */
export const visitCalls = (
  node: Node,
  visit: (call: Call, bound: readonly string[]) => void,
  bound: readonly string[] = [],
): void => {
  switch (node.kind) {
    case 'call':
      visit(node, bound)
      for (const arg of node.args) visitCalls(arg, visit, bound)
      break
    case 'block': {
      const inside = [...bound, ...node.parameters]
      for (const inner of node.body) visitCalls(inner, visit, inside)
      break
    }
    case 'sequence':
      for (const inner of node.body) visitCalls(inner, visit, bound)
      break
    case 'literal':
    case 'fault':
  }
}

/** The value of a literal; undefined of any other node. */
export const literalValue = (node: Node): Value | undefined =>
  node.kind === 'literal' ? node.value : undefined

/** The text of a literal atom; undefined of any other node. */
const literalText = (node: Node): string | undefined =>
  node.kind === 'literal' && (bitOf(node.value) & ATOM.bits) !== 0 ? textOf(node.value) : undefined

/** The path that the arguments of a call write out; undefined when they compute any of it. */
export const literalPath = (args: readonly Node[]): Path | undefined => {
  const [root, ...rest] = args.map(literalText).filter((text) => text !== undefined)
  return root !== undefined && rest.length + 1 === args.length ? [root, ...rest] : undefined
}

/** The first names that `set` writes in a tree, and whether it also writes computed ones. */
export const namesOf = (tree: Node): { written: ReadonlySet<string>; writesComputed: boolean } => {
  const written = new Set<string>()
  let writesComputed = false
  visitCalls(tree, ({ operator, args: [first] }) => {
    if (operator !== 'set' || !first) return
    const name = literalText(first)
    if (name === undefined) writesComputed = true
    else written.add(name)
  })
  return { written, writesComputed }
}
