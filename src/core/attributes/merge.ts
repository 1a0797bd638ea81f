/** Attributes with those of a request merged in by name; `null` deletes one. Source: Third-party OpenAPI. */
export const mergeAttributes = (
  stored: Readonly<Record<string, unknown>> | undefined,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const merged = { ...stored, ...given }
  for (const name of Object.keys(given)) if (given[name] === null) delete merged[name]
  return merged
}
