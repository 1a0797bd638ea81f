import type { Isolation } from '../contract/control/worlds.ts'

/** Who sends a request, as far as worlds are told apart by it. */
export interface Sender {
  apiKey: string
  /** A host name. */
  deployment: string
}

/** The name of the world that a sender's requests belong to; undefined: that of everybody. */
export const worldNameOf = async (
  isolation: Isolation,
  { apiKey, deployment }: Sender,
): Promise<string | undefined> => {
  switch (isolation) {
    case 'shared':
      return undefined
    case 'deployment':
      return deployment
    case 'api-key':
      return `w_${(await sha256(apiKey)).slice(0, 12)}`
  }
}

const sha256 = async (text: string): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A name that nobody uses yet. */
export const freshName = (): string => toHex(crypto.getRandomValues(new Uint8Array(8)))
