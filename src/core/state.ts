import { CONTENT_FIELDS, type ContentField } from '../contract/service/headers.ts'
import type { IntegrationState } from '../contract/service/integration-state.ts'

/** A reply with the fields alone that are asked for. */
export const selectFields = (
  state: IntegrationState,
  asked: readonly ContentField[],
): Partial<IntegrationState> =>
  Object.fromEntries(
    Object.entries(state).filter(([name]) => asked.some((field) => field === name)),
  )

/**
 * Which fields a callback carries, and why each of the others doesn't.
 * Source: Third-party OpenAPI, `contentFields` (absent: all fields).
 */
export const explainFields = (
  replied: readonly string[],
  asked?: readonly ContentField[],
): { sent: string[]; left: Record<string, string> } => {
  const left: Record<string, string> = {}
  const sent: string[] = []
  for (const field of new Set([...CONTENT_FIELDS, ...replied])) {
    if (asked && !asked.some((name) => name === field)) left[field] = 'not in X-Content-Fields'
    else if (replied.includes(field)) sent.push(field)
    else left[field] = 'not in the reply'
  }
  return { sent, left }
}
