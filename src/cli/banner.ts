import type { Config } from '../config.ts'
import type { Server } from '../server.ts'
import { variableOf } from '../settings.ts'

export interface BannerOptions {
  config: Pick<Config, 'host' | 'apiKey' | 'controlToken'>
  /** The control token that was made at the start; one that was given is not shown. */
  madeToken: string | undefined
  callbackPolicy: Server['callbackPolicy']
  /** Of the certificate; undefined: it serves http. */
  fingerprint?: Server['fingerprint']
}

const BODY =
  '{"customerSession":{"profileId":"anna","cartItems":[{"sku":"mug","quantity":2,"price":12.5}]}}'

/**
 * What a started emulator shows on a terminal: where it is, and a first request that can be pasted.
 * Secrets that were given stand there as the name of a variable.
 */
export const banner = (
  url: string,
  { config, madeToken, callbackPolicy, fingerprint }: BannerOptions,
): string => {
  const { host } = config
  // Whoever made the certificate a moment ago has not told curl of it.
  const curl = fingerprint === undefined ? 'curl' : 'curl -k'
  const everywhere =
    host === '0.0.0.0' || host === '::' ? ` and on all other addresses (${host})` : ''
  const token = madeToken ?? (config.controlToken && `$${variableOf('controlToken')}`)
  const bearer = token ? ` -H "Authorization: Bearer ${token}"` : ''
  const tokenHint =
    token && madeToken === undefined ? `, with the control token in ${token.slice(1)}` : ''
  // A browser can't send a token: the page over the API would be refused. The dashboard asks for it.
  const docs = token ? '' : `Describes itself: ${url}/_mock/docs   `
  const keysChecked = config.apiKey.length > 0
  const key = keysChecked ? '$TALON_ONE_KEY' : 'anything'
  // The sink is on this machine, where the strict policy lets no callback go.
  const callback = callbackPolicy === 'local'
  const callbackHeader = ` -H 'X-Callback-Destination-URI: ${url}/_mock/sink/demo'`
  return `
talon-mock listens on ${url}${everywhere}
${fingerprint === undefined ? '' : `Certificate (SHA-256): ${fingerprint}\n`}\
${madeToken === undefined ? '' : `Control token: ${madeToken}\n`}
Try it${keysChecked ? ', with an API key of yours in TALON_ONE_KEY' : ''}:

${curl} -X PUT '${url}/segment/customer_sessions/s1' \\
  -H "Authorization: ApiKey-v1 ${key}" -H 'destination-hostname: acme.talon.one' \\
  -H 'Content-Type: application/json'${callback ? callbackHeader : ''} \\
  -d '${BODY}'

See it in a browser${tokenHint}: ${url}/

${callback ? 'Or the callback that came to the sink, and the ledger' : 'Or the ledger'}:

${callback ? `${curl}${bearer} '${url}/_mock/sinks/demo'\n` : ''}${curl}${bearer} '${url}/_mock/exchanges'

${callback ? '' : 'Callbacks go to public addresses over https alone; --callback-policy local lifts that.\n'}\
${docs}Stop: Ctrl+C

`
}
