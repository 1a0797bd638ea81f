import { FIDELITY } from '../../src/contract/fidelity.ts'
import {
  defaultHint,
  flagOf,
  SETTING_NAMES,
  schemaOf,
  valueHint,
  variableOf,
} from '../../src/settings.ts'

/** The parts of the README that are made from the code. */

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

const settingsTable = (): string =>
  table(
    ['flag', 'variable', 'default', 'what it does'],
    SETTING_NAMES.map((name) => {
      const hint = valueHint(name)
      const many = schemaOf(name).type === 'array' ? ' (repeatable)' : ''
      const byDefault = defaultHint(name)
      return [
        `\`${flagOf(name)}${hint && ` ${hint}`}\`${many}`,
        `\`${variableOf(name)}\``,
        byDefault && `\`${byDefault}\``,
        schemaOf(name).description ?? '',
      ]
    }),
  )

/** What of an OpenAPI document the table of endpoints needs. */
export interface ApiDocument {
  paths: Record<string, Record<string, { summary?: string; tags?: string[]; deprecated?: boolean }>>
}

const endpointTable = ({ paths }: ApiDocument): string =>
  table(
    ['endpoint', 'what it does'],
    Object.entries(paths).flatMap(([path, methods]) => {
      const all = Object.entries(methods)
      // A route for every method is shown as one.
      const shown = all.length > 4 ? all.slice(0, 1).map(([, what]) => ['any', what] as const) : all
      return shown.map(([method, what]) => [
        `\`${method.toUpperCase()} ${path}\``,
        `${what.summary ?? ''}${what.deprecated ? ' (deprecated by the service)' : ''}`,
      ])
    }),
  )

const fidelityTable = (): string =>
  table(
    ['area', 'behaviour', 'status', 'source, or why'],
    FIDELITY.map((row) => [row.area, row.behaviour, row.status, row.source]),
  )

/** The README with its tables made anew, between their `<!-- name -->` and `<!-- /name -->` marks. */
export const withTables = (readme: string, document: ApiDocument): string => {
  const tables = {
    settings: settingsTable(),
    endpoints: endpointTable(document),
    fidelity: fidelityTable(),
  }
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const [before, rest] = halves(text, `<!-- ${name} -->\n`)
    const [, after] = halves(rest, `<!-- /${name} -->`)
    return `${before}<!-- ${name} -->\n${rows}\n<!-- /${name} -->${after}`
  }, readme)
}

const halves = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`README.md has no mark ${mark.trim()}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}
