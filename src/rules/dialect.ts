/** An operator of rulesets: which function it is, and the roles of its arguments in order. */
export interface DialectEntry {
  readonly name: string
  readonly roles: readonly string[]
}

/** Operators by their names in lower case. */
export type Dialect = ReadonlyMap<string, DialectEntry>
