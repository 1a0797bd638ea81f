import type { Call, Node } from './syntax.ts'
import { textOf } from './value.ts'

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

/** The arguments of a call as text when all are literals; undefined otherwise. */
export const literalTexts = (args: readonly Node[]): readonly string[] | undefined => {
  const texts: string[] = []
  for (const arg of args) {
    if (arg.kind !== 'literal') return undefined
    texts.push(textOf(arg.value))
  }
  return texts
}

/** The first names that `set` writes in a tree, and whether it also writes computed ones. */
export const namesOf = (tree: Node): { written: ReadonlySet<string>; writesComputed: boolean } => {
  const written = new Set<string>()
  let writesComputed = false
  visitCalls(tree, ({ operator, args: [first] }) => {
    if (operator !== 'set' || !first) return
    if (first.kind === 'literal') written.add(textOf(first.value))
    else writesComputed = true
  })
  return { written, writesComputed }
}
