import { CONTENT_FIELDS, type ContentField } from '../contract/service/headers.ts'
import type { IntegrationState } from '../contract/service/integration-state.ts'

/** A reply with each top-level field as JSON, ready for the response and for the callback. */
export type SerialisedState = ReadonlyMap<string, string>

/** Turns each top-level field of a reply into JSON, once. */
export const serialiseState = (state: IntegrationState): SerialisedState => {
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(state)) {
    if (value !== undefined) fields.set(name, JSON.stringify(value))
  }
  return fields
}

/** One JSON object of the fields that are asked for and there; all without `asked`. */
export const joinState = (state: SerialisedState, asked?: readonly ContentField[]): string => {
  let json = ''
  for (const [name, value] of state) {
    if (asked && !asked.some((field) => field === name)) continue
    json += `${json ? ',' : '{'}"${name}":${value}`
  }
  return json ? `${json}}` : '{}'
}

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
