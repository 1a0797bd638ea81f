import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { SettingError } from './config.ts'
import type { Settings } from './settings.ts'

/** What the server is known by to clients that come over TLS. */
export interface ServerCertificate {
  /** PEM; the certificate may have its authorities behind it. */
  readonly cert: string
  readonly key: string
  /** Of the certificate, in SHA-256: pairs of hex digits with colons. */
  readonly fingerprint: string
}

/** Names that a certificate made at the start is of. Segment's client calls the last one. */
const NAMES = ['localhost', 'integration.talon.one']
const ADDRESSES = ['127.0.0.1', '::1']

/** How long it is valid, in milliseconds. */
const VALID_MS = 365 * 86_400_000

/**
 * The certificate of files, or one that is made now, signed by itself; `now` in milliseconds since 1970.
 * @throws SettingError for files that are none, and for a certificate without its key
 */
export const serverCertificate = async (
  { tls, tlsCert, tlsKey }: Pick<Settings, 'tls' | 'tlsCert' | 'tlsKey'>,
  now: number,
): Promise<ServerCertificate> => {
  if (tls === 'self-signed') {
    if (tlsCert || tlsKey)
      throw new SettingError('tls', 'off where --tls-cert and --tls-key are given', undefined)
    return await selfSigned(now)
  }
  if (!tlsCert) throw new SettingError('tlsCert', 'given where --tls-key is', undefined)
  if (!tlsKey) throw new SettingError('tlsKey', 'given where --tls-cert is', undefined)
  const [cert, key] = [await read('tlsCert', tlsCert), await read('tlsKey', tlsKey)]
  return { cert, key, fingerprint: check(cert, key) }
}

const read = async (name: 'tlsCert' | 'tlsKey', file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new SettingError(name, `a file that can be read, got ${JSON.stringify(file)}`, cause)
  }
}

const check = (cert: string, key: string): string => {
  let fingerprint: string
  try {
    fingerprint = new X509Certificate(cert).fingerprint256
  } catch (cause) {
    throw new SettingError('tlsCert', `a certificate (PEM)${because(cause)}`, cause)
  }
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    throw new SettingError('tlsKey', `the key (PEM) of --tls-cert${because(cause)}`, cause)
  }
  return fingerprint
}

const because = (cause: unknown) => (cause instanceof Error ? `: ${cause.message}` : '')

const selfSigned = async (now: number): Promise<ServerCertificate> => {
  // Loaded when it is needed alone: it is large.
  const { generate } = await import('selfsigned')
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'talon-mock' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate: new Date(now),
    notAfterDate: new Date(now + VALID_MS),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...NAMES.map((value) => ({ type: 2, value }) as const),
          ...ADDRESSES.map((ip) => ({ type: 7, ip }) as const),
        ],
      },
    ],
  })
  return { cert, key, fingerprint: check(cert, key) }
}
