import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { pointTo } from '../../core/errors.ts'
import { type Findings, type Place, Source } from './source.ts'

/** Values one file may come to; aliases of aliases would else grow without end. */
const MAX_VALUES = 200_000

/** Reads YAML or JSON. Undefined when it is neither; `findings` say why then. */
export const readSource = (file: string, text: string, findings: Findings): Source | undefined => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (position: number | undefined) => lines.linePos(position ?? 0).line || 1
  for (const { message, pos } of document.errors) {
    findings.faults.push({ file, line: lineAt(pos[0]), path: '', message })
  }
  for (const { message, pos } of document.warnings) {
    findings.warnings.push({ file, line: lineAt(pos[0]), path: '', message })
  }
  if (document.errors.length > 0) return undefined
  const places = new WeakMap<object, Place>()
  try {
    const data = new Reader(document, lineAt, places).read(document.contents, '')
    return new Source(file, data, places, findings)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const { message, node, path } = error
    findings.faults.push({ file, line: lineAt(node.range?.[0]), path: path.slice(1), message })
    return undefined
  }
}

class Unreadable extends Error {
  readonly node: Node
  readonly path: string

  constructor(message: string, node: Node, path: string) {
    super(message)
    this.node = node
    this.path = path
  }
}

/** Turns nodes into data of our own, where an alias is a copy: each copy has a place of its own. */
class Reader {
  readonly #document: Document.Parsed
  readonly #lineAt: (position: number | undefined) => number
  readonly #places: WeakMap<object, Place>
  /** Nodes that are being read: one that comes again contains itself. */
  readonly #open = new Set<Node>()
  #values = 0

  constructor(
    document: Document.Parsed,
    lineAt: (position: number | undefined) => number,
    places: WeakMap<object, Place>,
  ) {
    this.#document = document
    this.#lineAt = lineAt
    this.#places = places
  }

  read(node: Node | null, path: string): unknown {
    if (node === null) return null
    this.#values += 1
    if (this.#values > MAX_VALUES) throw new Unreadable('too large', node, path)
    if (isAlias(node)) return this.read(this.#resolve(node, path), path)
    if (isScalar(node)) return node.value
    if (this.#open.has(node)) throw new Unreadable('contains itself', node, path)
    this.#open.add(node)
    const value = isMap(node) ? this.#readMap(node, path) : this.#readList(node, path)
    this.#open.delete(node)
    return value
  }

  #resolve(alias: Alias, path: string): Node {
    const node = alias.resolve(this.#document)
    if (!node) throw new Unreadable(`there is no anchor &${alias.source}`, alias, path)
    return node
  }

  #readList(node: Node, path: string): unknown[] {
    const items = isSeq<Node>(node) ? node.items : []
    const lines = new Map(items.map((item, i) => [String(i), this.#lineAt(item.range?.[0])]))
    const list = items.map((item, i) => this.read(item, pointTo(path, String(i))))
    this.#places.set(list, { path: path.slice(1), line: this.#lineAt(node.range?.[0]), lines })
    return list
  }

  #readMap(node: YAMLMap, path: string): Record<string, unknown> {
    const entries = new Map<string, unknown>()
    const lines = new Map<string, number>()
    this.#addPairs(node, path, entries, lines)
    const map = Object.fromEntries(entries)
    this.#places.set(map, { path: path.slice(1), line: this.#lineAt(node.range?.[0]), lines })
    return map
  }

  /** What stands in the map itself goes over what `<<` brings in. */
  #addPairs(
    node: YAMLMap,
    path: string,
    entries: Map<string, unknown>,
    lines: Map<string, number>,
  ): void {
    // The parser gives keys and values as nodes.
    const pairs = node.items as Pair<Node, Node | null>[]
    const isMerge = ({ key }: Pair<Node, Node | null>) => isScalar(key) && key.value === '<<'
    for (const pair of pairs.filter((pair) => !isMerge(pair))) {
      const { key, value } = pair
      if (!isScalar(key)) throw new Unreadable('a key must be text', key, path)
      const name = String(key.value)
      if (entries.has(name)) continue
      entries.set(name, this.read(value, pointTo(path, name)))
      lines.set(name, this.#lineAt(key.range?.[0]))
    }
    for (const { value } of pairs.filter(isMerge)) {
      for (const merged of isSeq<Node>(value) ? value.items : [value]) {
        const map = isAlias(merged) ? this.#resolve(merged, path) : merged
        if (!isMap(map)) throw new Unreadable('<< must be given an object', node, path)
        if (this.#open.has(map)) throw new Unreadable('contains itself', map, path)
        this.#open.add(map)
        this.#addPairs(map, path, entries, lines)
        this.#open.delete(map)
      }
    }
  }
}
