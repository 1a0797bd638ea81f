/** Attributes with those of a request merged in by name; `null` deletes one. Source: Third-party OpenAPI. */
export const mergeAttributes = (
  stored: Readonly<Record<string, unknown>> | undefined,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const merged: Record<string, unknown> = { ...stored }
  for (const name in given) {
    if (given[name] === null) delete merged[name]
    else merged[name] = given[name]
  }
  return merged
}
