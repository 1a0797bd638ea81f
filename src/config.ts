import { parseArgs } from 'node:util'
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

const readVariables = (
  env: Readonly<Record<string, string | undefined>>,
  given: Given,
  problems: string[],
) => {
  for (const name of SETTING_NAMES) {
    const text = env[variableOf(name)]
    if (text === undefined || text === '') continue
    const raw = fromText(name, text)
    given.set(name, { raw, from: `${variableOf(name)} (${flagOf(name)})` })
  }
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('TALON_MOCK_') || variable === 'TALON_MOCK_URL') continue
    if (!SETTING_NAMES.some((name) => variableOf(name) === variable)) {
      problems.push(`${variable}: there is no such variable`)
    }
  }
}

const readFlags = (argv: readonly string[], given: Given, problems: string[]) => {
  const options = Object.fromEntries(
    SETTING_NAMES.map((name) => [
      flagOf(name).slice(2),
      { type: schemaOf(name).type === 'boolean' ? 'boolean' : 'string' } as const,
    ]),
  )
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value}: not expected here`)
    if (token.kind !== 'option') continue
    const negated = token.rawName.startsWith('--no-')
    const flag = negated ? `--${token.rawName.slice(5)}` : token.rawName
    const name = SETTING_NAMES.find((known) => flagOf(known) === flag)
    if (!name || (negated && schemaOf(name).type !== 'boolean')) {
      problems.push(`${token.rawName}: there is no such flag; talon-mock help lists them`)
      continue
    }
    const from = `${flagOf(name)} (${variableOf(name)})`
    const before = given.get(name)
    if (schemaOf(name).type === 'boolean') {
      given.set(name, {
        raw: token.value === undefined ? !negated : fromText(name, token.value),
        from,
      })
    } else if (schemaOf(name).type === 'array' && token.value !== undefined) {
      const earlier = before?.from === from && Array.isArray(before.raw) ? before.raw : []
      given.set(name, { raw: [...earlier, token.value], from })
    } else given.set(name, { raw: token.value && fromText(name, token.value), from })
  }
}

/** The value that text stands for, or the text itself when it stands for none. */
const fromText = (name: SettingName, text: string): unknown => {
  switch (schemaOf(name).type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : text
    case 'boolean':
      return { true: true, 1: true, false: false, 0: false }[text.toLowerCase()] ?? text
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
    config[name] = setting ? setting.raw : schemaOf(name).default
  }
  if (problems.length > 0) return { ok: false, problems }
  // Every property has been checked against its schema or is the schema's own default.
  return { ok: true, config: Object.freeze(config as Settings) }
}

const SECRETS: readonly SettingName[] = ['apiKey', 'controlToken']

const shown = (name: SettingName, raw: unknown): string => {
  if (raw === undefined) return 'nothing'
  return SECRETS.includes(name) ? 'something else' : JSON.stringify(raw)
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
      const holds =
        Array.isArray(raw) && raw.every((item) => typeof item === 'string' && item !== '')
      return holds ? undefined : 'text, not empty'
    }
    default: {
      if (typeof raw !== 'string') return 'text'
      const pattern: string | undefined = schema.pattern
      return pattern === undefined || new RegExp(pattern).test(raw) ? undefined : schema.description
    }
  }
}
