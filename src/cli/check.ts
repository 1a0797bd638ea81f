import { type Config, loadConfig } from '../config.ts'
import { faultLine } from '../rules/scenario/fault.ts'
import { readProgram } from '../scenario-files.ts'
import { flagOf, SETTING_NAMES, valueHint } from '../settings.ts'
import { checkRequest, warningLine } from './check-request.ts'

/** What checking has found: what to print, and whether all is in order. */
export interface CheckResult {
  readonly ok: boolean
  readonly lines: readonly string[]
}

const wrongUse = (...lines: string[]): CheckResult => ({ ok: false, lines })

/**
 * Checks scenario files, or with `--request FILE` what becomes of a request under a scenario. Settings
 * hold as they do for `start`.
 */
export const check = async (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CheckResult> => {
  const { files, own, settings } = takeApart(argv)
  const loaded = loadConfig(settings, env)
  if (!loaded.ok) return wrongUse(...loaded.problems)
  const { config } = loaded
  const { '--request': request, '--session': session } = own
  if (request === '' || session === '') return wrongUse('--request and --session want a value')
  if (request === undefined) {
    if (session !== undefined) return wrongUse('--session goes with --request')
    if (files.length === 0) return wrongUse('talon-mock check FILE...: name a file')
    return checkScenarios(files, config)
  }
  if (files.length > 1) return wrongUse('check --request FILE [SCENARIO]: name one scenario')
  const scenario = files[0] ?? config.scenario
  return checkRequest(request, { session: session ?? 's1', config: { ...config, scenario } })
}

/** What is a flag of this command's own, a file, and a setting with its value. */
const takeApart = (argv: readonly string[]) => {
  const own: { '--request'?: string; '--session'?: string } = {}
  const files: string[] = []
  const settings: string[] = []
  const words = argv.values()
  for (const word of words) {
    const [flag = '', ...inline] = word.split('=')
    if (flag === '--request' || flag === '--session') {
      own[flag] = inline.length > 0 ? inline.join('=') : (words.next().value ?? '')
    } else if (!word.startsWith('-')) files.push(word)
    else {
      settings.push(word)
      const name = SETTING_NAMES.find((known) => flagOf(known) === word)
      const value = name && valueHint(name) !== '' ? words.next().value : undefined
      if (value !== undefined) settings.push(value)
    }
  }
  return { own, files, settings }
}

/** Warnings alone leave a file in order. */
const checkScenarios = (files: readonly string[], config: Config): CheckResult => {
  const results = files.map((file) => ({
    file,
    loaded: readProgram({ ...config, scenario: file }),
  }))
  return {
    ok: results.every(({ loaded }) => loaded.ok),
    lines: results.flatMap(({ file, loaded }) => {
      if (!loaded.ok) return loaded.faults.map(faultLine)
      const { warnings, program } = loaded
      const { campaigns } = program.account
      const rules = campaigns.reduce((sum, { ruleset }) => sum + ruleset.rules.length, 0)
      return [
        ...warnings.map(warningLine),
        `${file}: in order; campaigns: ${campaigns.length}, rules: ${rules}`,
      ]
    }),
  }
}
