import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { ISOLATIONS } from './contract/control/worlds.ts'
import { OneOf } from './contract/wire-types.ts'

/**
 * Every setting, once: this schema gives the flags, the variables, the help text, the README's table
 * and the checks. A property `callbackTimeoutMs` is `--callback-timeout-ms` and
 * `TALON_MOCK_CALLBACK_TIMEOUT_MS`.
 */

const MIB = 1024 * 1024

const Count = (description: string, byDefault: number, minimum = 1, maximum = 1_000_000_000) =>
  Type.Integer({ description, default: byDefault, minimum, maximum })
/** Text of a form; `expected` completes "must be …". */
interface Form {
  pattern: string
  expected: string
}
const Text = (description: string, byDefault = '', form: Partial<Form> = {}) =>
  Type.String({ description, default: byDefault, ...form })
const Switch = (description: string, byDefault = false) =>
  Type.Boolean({ description, default: byDefault })
const List = (description: string, form: Form) =>
  Type.Array(Type.String(form), { description, default: [] })

/** What goes into a header: ASCII without spaces. */
const SECRET: Form = { pattern: '^[!-~]+$', expected: 'text of visible ASCII characters' }
const HOST: Form = { pattern: '^[^\\s/[\\]]+$', expected: 'a host name or an address' }
const HOST_NAME: Form = { pattern: '^[^\\s/:]+$', expected: 'a host name without a port' }
const ORIGIN: Form = {
  pattern: '^(\\*|[a-z][a-z\\d+.-]*://[^\\s/]+)$',
  expected: 'an origin such as http://localhost:5173, or *',
}
const TARGET: Form = {
  pattern: '^([^\\s/:]+|[\\da-fA-F]*:[\\da-fA-F.]*:[\\da-fA-F.:]*)(/\\d{1,3})?$',
  expected: 'a host name, an address, or a range such as 10.0.0.0/8',
}
const RETRIES: Form = {
  pattern: '^(quick|none|realistic|\\d{1,9}(,\\d{1,9})*)$',
  expected: 'quick, none, realistic, or waits in milliseconds, comma-separated',
}

export const Settings = Type.Object({
  port: Count('Port to listen on; 0 takes a free one', 8080, 0, 65_535),
  host: Text('Address to listen on', 'localhost', HOST),
  tls: OneOf(['off', 'self-signed'], {
    description:
      'Serve https, with a certificate made at the start (its fingerprint is printed); not together with --tls-cert',
    default: 'off',
  }),
  tlsCert: Text('File of a certificate (PEM) to serve https with; needs --tls-key'),
  tlsKey: Text('File of its key (PEM)'),
  apiKey: List('API key that is accepted; without one, any key is', SECRET),
  deployment: List(
    'Host name of a deployment that is known, any other gets a 404; without one, all are',
    HOST_NAME,
  ),
  scenario: Text(
    'The emulated account: a scenario file (YAML or JSON), demo for the built-in one, none for an empty one',
    'demo',
    { pattern: '.', expected: 'a file, demo or none' },
  ),
  watch: Switch('Load the scenario again whenever one of its files has changed'),
  import: Text(
    'Snapshot to begin with (what GET /_mock/snapshot gives), in the world of everybody; of the same scenario',
  ),
  exportOnExit: Text('File to write such a snapshot to when stopping, behind the last callback'),
  dialect: Text('File that says what operators of exported rulesets mean, over what is built in'),
  magicCodes: Switch(
    'Codes that say what becomes of them: REJECT-<Reason>, ACCEPT-<anything>, DISCOUNT-<percent>',
    true,
  ),
  isolation: OneOf(ISOLATIONS, {
    description:
      'What a world of its own, with its own sessions, clock and ledger, is made for: shared: one for everybody; deployment: each destination-hostname (or Host); api-key: each API key',
    default: 'shared',
  }),
  maxWorlds: Count(
    'Worlds at the same time; the least recently used one is forgotten',
    100,
    1,
    10_000,
  ),
  seed: Text('What chance is drawn from: the same requests get the same answers', 'talon-mock'),
  // Without a default: 0 is an answer of its own, which holds with --strict too.
  rateLimit: Type.Optional(
    Type.Integer({
      description:
        'Requests a second for each API key; 0: no limit. Not set: none, 60 with --strict',
      minimum: 0,
      maximum: 100_000,
    }),
  ),
  strict: Switch(
    'Refuse what the service documents as refused: additional costs that were never created, items without a price, more than 60 requests a second',
  ),
  createdClosedEvent: OneOf(['talon_session_closed', 'talon_session_created'], {
    description: 'Event of a session that is created as closed; the pages of the service disagree',
    default: 'talon_session_closed',
  }),
  bodyLimit: Count('Largest request body, in bytes', MIB),
  corsOrigin: List('Origin of a front end that may call from a browser, or *', ORIGIN),
  callbackPolicy: OneOf(['auto', 'local', 'strict'], {
    description:
      'Where callbacks may go. local: anywhere but link-local and cloud metadata addresses; strict: public addresses over https; auto: local when listening on a loopback address, else strict',
    default: 'auto',
  }),
  callbackAllow: List('Host name, address or range that callbacks may go to besides', TARGET),
  callbackCa: Text('File of certificates (PEM) that receivers may be signed with'),
  callbackInsecure: Switch('Accept any certificate of a receiver'),
  callbackTimeoutMs: Count('Time for one attempt, in milliseconds', 10_000),
  callbackRetries: Text(
    'When a failed callback is tried again: quick (200 ms, 1 s, 5 s), none, realistic (5 s to 10 h), or waits in milliseconds, comma-separated',
    'quick',
    RETRIES,
  ),
  callbackConcurrency: Count('Attempts under way at the same time', 128),
  callbackConcurrencyPerDestination: Count('The same, to one destination', 16),
  callbackQueueMax: Count('Callbacks that may be unsettled; beyond it they fail', 100_000),
  callbackQueueMaxBytes: Count('The same, in bytes of their bodies', 64 * MIB),
  deliveryHeaders: Switch(
    'Send X-Talon-Mock-Delivery and X-Talon-Mock-Attempt with callbacks',
    true,
  ),
  exchangeHeader: Switch('Send X-Talon-Mock-Exchange with replies', true),
  ledgerMaxExchanges: Count('Exchanges the ledger holds', 5000),
  ledgerMaxBytes: Count('The same, in bytes', 32 * MIB),
  controlToken: Text(
    'Bearer token of the control API; made and printed when listening beyond loopback without one',
    '',
    { ...SECRET, pattern: '^[!-~]*$' },
  ),
  controlHost: List('Host name that the control API answers to besides localhost', HOST_NAME),
  drainMs: Count('How long stopping waits for callbacks, in milliseconds', 5000, 0),
  logLevel: OneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    description: 'What is logged, on standard error',
    default: 'info',
  }),
  json: Switch('Print one line of JSON on standard output when ready'),
})
export type Settings = Static<typeof Settings>
export type SettingName = keyof Settings

/** Names of all settings, in the order they are shown. */
// The keys of an object of this type are its property names.
export const SETTING_NAMES = Object.keys(Settings.properties) as SettingName[]

export const schemaOf = (name: SettingName): TSchema => Settings.properties[name]

/** `callbackTimeoutMs` → `--callback-timeout-ms` */
export const flagOf = (name: SettingName): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** `callbackTimeoutMs` → `TALON_MOCK_CALLBACK_TIMEOUT_MS` */
export const variableOf = (name: SettingName): string =>
  `TALON_MOCK_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** How a value is written behind the flag; empty for a switch. */
export const valueHint = (name: SettingName): string => {
  const schema = schemaOf(name)
  if (schema.enum) return schema.enum.join('|')
  if (schema.type === 'boolean') return ''
  return schema.type === 'integer' ? 'N' : 'TEXT'
}

/** The default as it is shown; empty where there is none. */
export const defaultHint = (name: SettingName): string => {
  const value: unknown = schemaOf(name).default ?? ''
  return value === '' || value === false || Array.isArray(value) ? '' : String(value)
}
