import type { TSchema } from '@sinclair/typebox'
import {
  flagOf,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  schemaOf,
  variableOf,
} from './settings.ts'

/** All settings, checked and frozen. */
export type Config = Readonly<Settings>

export type ConfigResult =
  | { ok: true; config: Config }
  /** Each problem names the flag and the variable, and what was expected. */
  | { ok: false; problems: string[] }

/** A setting that turns out wrong only when it is used, such as a file that can't be read. */
export class SettingError extends Error {
  constructor(name: SettingName, expected: string, cause: unknown) {
    super(`${flagOf(name)} (${variableOf(name)}): must be ${expected}`, { cause })
    this.name = 'SettingError'
  }
}

/** How an emulator with these settings is called. */
export const schemeOf = ({ tls, tlsCert }: Pick<Settings, 'tls' | 'tlsCert'>): 'http' | 'https' =>
  tls === 'off' && !tlsCert ? 'http' : 'https'

/** Settings as they were given, as text, before they are checked. */
type Given = Map<SettingName, { raw: unknown; from: string }>

/** Reads the settings: flags over variables over defaults. Finds all problems before it gives up. */
export const loadConfig = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ConfigResult => {
  const problems: string[] = []
  const given: Given = new Map()
  readVariables(env, given, problems)
  readFlags(argv, given, problems)
  return check(given, problems)
}

/** Checks settings that a program gives, such as `startTalonMock({ port: 0 })`, over the defaults. */
export const checkSettings = (settings: Readonly<Record<string, unknown>>): ConfigResult => {
  const problems: string[] = []
  const given: Given = new Map()
  for (const [name, raw] of Object.entries(settings)) {
    if (!isSetting(name)) problems.push(`${name}: there is no such setting`)
    else if (raw !== undefined) given.set(name, { raw, from: name })
  }
  return check(given, problems)
}

const isSetting = (name: string): name is SettingName =>
  SETTING_NAMES.some((known) => known === name)

/**
 * Variables that Kubernetes and container links set for a service that is called talon-mock, such
 * as `TALON_MOCK_PORT=tcp://10.0.0.1:8080`. They are none of our settings.
 */
const isServiceLink = (variable: string, text: string) =>
  /^TALON_MOCK_(SERVICE_|PORT_|ENV_|NAME$)/.test(variable) ||
  (variable === variableOf('port') && /^(tcp|udp):/.test(text))

/** Says which emulator the health command asks; no setting of an emulator. */
export const URL_VARIABLE = 'TALON_MOCK_URL'

const readVariables = (
  env: Readonly<Record<string, string | undefined>>,
  given: Given,
  problems: string[],
) => {
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('TALON_MOCK_') || variable === URL_VARIABLE) continue
    if (!text || isServiceLink(variable, text)) continue
    const name = SETTING_NAMES.find((known) => variableOf(known) === variable)
    if (name) given.set(name, { raw: fromText(name, text), from: `${variable} (${flagOf(name)})` })
    else problems.push(`${variable}: there is no such variable; talon-mock help lists them`)
  }
}

const isSwitch = (name: SettingName) => schemaOf(name).type === 'boolean'
const offFlagOf = (name: SettingName) => flagOf(name).replace('--', '--no-')

const readFlags = (argv: readonly string[], given: Given, problems: string[]) => {
  const lists = new Map<SettingName, string[]>()
  const give = (name: SettingName, raw: unknown) =>
    given.set(name, { raw, from: `${flagOf(name)} (${variableOf(name)})` })
  const words = [...argv]
  /** The value behind a flag. What begins with two dashes is the next flag. */
  const nextValue = () => (words[0]?.startsWith('--') ? undefined : words.shift())

  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [flag = '', inline] = splitFlag(word)
    const name = SETTING_NAMES.find((known) => flagOf(known) === flag)
    const off = SETTING_NAMES.find((known) => isSwitch(known) && offFlagOf(known) === flag)
    if (off) {
      if (inline === undefined) give(off, false)
      else problems.push(`${flag}: takes no value`)
    } else if (!word.startsWith('-')) {
      problems.push(`${word}: not expected here; talon-mock help lists the flags`)
    } else if (!name) {
      problems.push(`${flag}: there is no such flag; talon-mock help lists them`)
      // What follows was meant as its value: one complaint is enough.
      if (inline === undefined) nextValue()
    } else if (isSwitch(name)) give(name, inline === undefined ? true : fromText(name, inline))
    else {
      const text = inline ?? nextValue()
      if (text === undefined) give(name, undefined)
      else if (schemaOf(name).type === 'array') {
        const list = lists.get(name) ?? []
        lists.set(name, list)
        list.push(text)
        give(name, list)
      } else give(name, fromText(name, text))
    }
  }
}

/** `--flag=value` → flag and value */
const splitFlag = (word: string): [flag: string, inline?: string] => {
  const cut = word.startsWith('--') ? word.indexOf('=') : -1
  return cut < 0 ? [word] : [word.slice(0, cut), word.slice(cut + 1)]
}

const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** The value that text stands for, or the text itself when it stands for none. */
const fromText = (name: SettingName, text: string): unknown => {
  switch (schemaOf(name).type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text
    case 'boolean':
      return SWITCH_WORDS.get(text.toLowerCase()) ?? text
    case 'array':
      return text.split(',').map((item) => item.trim())
    default:
      return text
  }
}

const check = (given: Given, problems: string[]): ConfigResult => {
  const config: Record<string, unknown> = {}
  for (const name of SETTING_NAMES) {
    const setting = given.get(name)
    const expected = setting && expectation(name, setting.raw)
    if (expected)
      problems.push(`${setting.from}: must be ${expected}, got ${shown(name, setting.raw)}`)
    const value: unknown = setting ? setting.raw : schemaOf(name).default
    if (value !== undefined) config[name] = ownCopy(value)
  }
  if (problems.length > 0) return { ok: false, problems }
  // Every property has been checked against its schema or is the schema's own default.
  return { ok: true, config: Object.freeze(config as Settings) }
}

/** Lists are the config's own: whoever gave one may change it later. */
const ownCopy = (value: unknown) => (Array.isArray(value) ? Object.freeze([...value]) : value)

const SECRETS: readonly SettingName[] = ['apiKey', 'controlToken']

const shown = (name: SettingName, raw: unknown): string => {
  if (raw === undefined) return 'nothing'
  if (SECRETS.includes(name)) return 'something else'
  return typeof raw === 'string' || typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
}

/** What a setting's value should have been; undefined when it is fine. */
const expectation = (name: SettingName, raw: unknown): string | undefined => {
  const schema = schemaOf(name)
  if (schema.enum) return schema.enum.includes(raw) ? undefined : `one of ${schema.enum.join(', ')}`
  switch (schema.type) {
    case 'integer': {
      const { minimum, maximum } = schema
      const holds = Number.isInteger(raw) && Number(raw) >= minimum && Number(raw) <= maximum
      return holds ? undefined : `a whole number from ${minimum} to ${maximum}`
    }
    case 'boolean':
      return typeof raw === 'boolean' ? undefined : 'true or false'
    case 'array': {
      if (!Array.isArray(raw)) return raw === undefined ? schema.items.expected : 'a list'
      return raw.every((item) => isText(item, schema.items)) ? undefined : schema.items.expected
    }
    default:
      return isText(raw, schema) ? undefined : (schema.expected ?? 'text')
  }
}

const isText = (raw: unknown, { pattern }: TSchema): boolean =>
  typeof raw === 'string' && (pattern === undefined || new RegExp(pattern).test(raw))
