/** A copy of a schema in which objects have the properties they are described with, and no others. */
export const closed = <T>(schema: T): T => {
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy)
    if (typeof part !== 'object' || part === null) return part
    const made = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, copy(value)]))
    return 'properties' in made && !('additionalProperties' in made)
      ? { ...made, additionalProperties: false }
      : made
  }
  // The same schema, but stricter.
  return copy(schema) as T
}
