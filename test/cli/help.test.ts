import t from 'tap'
import { helpText } from '../../src/cli/help.ts'
import { flagOf, SETTING_NAMES, schemaOf, variableOf } from '../../src/settings.ts'

const help = helpText()

t.test('the help names every setting: flag, description and variable', (t) => {
  for (const name of SETTING_NAMES) {
    t.match(help, new RegExp(`^  ${flagOf(name)}( |$)`, 'm'), name)
    t.ok(help.includes(`${schemaOf(name).description}.`), name)
    t.match(help, new RegExp(`${variableOf(name)}$`, 'm'), name)
  }
  t.end()
})

t.test('the help shows choices, defaults and what may be repeated', (t) => {
  t.match(help, '--callback-policy auto|local|strict')
  t.match(help, 'Default 8080. TALON_MOCK_PORT')
  t.match(help, 'Repeatable. TALON_MOCK_API_KEY')
  t.match(help, /^ {2}--strict$/m)
  t.end()
})

t.test('the help lists the commands and the exit codes', (t) => {
  for (const command of ['[start]', 'health', 'check', 'schema', 'demo', 'help', 'version']) {
    t.ok(help.includes(`talon-mock ${command}`), command)
  }
  t.match(help, 'Exit codes: 0 done, 1 failed, 2 wrong use or settings.')
  t.end()
})

t.test('the usage fits a terminal of 100 columns', (t) => {
  const usage = help.slice(0, help.indexOf('Settings:')).split('\n')
  t.strictSame(
    usage.filter((line) => line.length > 100),
    [],
  )
  t.end()
})
