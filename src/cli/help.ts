import { defaultHint, flagOf, SETTING_NAMES, schemaOf, valueHint, variableOf } from '../settings.ts'

/** The help text: commands, and each setting with its flag, default and variable. */
export const helpText = (): string => {
  const settings = SETTING_NAMES.map((name) => {
    const byDefault = defaultHint(name)
    const isList = schemaOf(name).type === 'array'
    return [
      `  ${flagOf(name)} ${valueHint(name)}`.trimEnd(),
      `      ${schemaOf(name).description}.`,
      `      ${byDefault ? `Default ${byDefault}. ` : ''}${isList ? 'Repeatable. ' : ''}${variableOf(name)}`,
    ].join('\n')
  })
  return `talon-mock: a local Talon.One for development and tests

Usage
  talon-mock [start] [settings]   start the emulator
  talon-mock health [--url URL]   exit 0 when one answers: that, TALON_MOCK_URL, or by the settings
  talon-mock check FILE...        tell all that is wrong with scenario files; then exit 2
  talon-mock check --request FILE [--session ID] [SCENARIO]
                                  what becomes of a request (the body of a session's PUT) under
                                  a scenario: its effects, and why each rule fires or not
  talon-mock exec [settings] -- COMMAND ...
                                  run a command with an emulator beside it, on a free port, whose
                                  URL is in TALON_MOCK_URL; its exit code is the command's
  talon-mock trigger [NAME] [--url URL] [--api-key KEY] [--session ID] [--json]
                                  send a ready-made request; without a name: which there are
  talon-mock schema               print the JSON Schema of scenario files, for editors
  talon-mock demo                 print the demo scenario, to begin one of your own with
  talon-mock help                 this text
  talon-mock version              the version

Settings: a flag goes over its variable, which goes over the default. A switch takes no value;
--no-<switch> turns it off. In a variable a list is comma-separated.

${settings.join('\n\n')}

Exit codes: 0 done, 1 failed, 2 wrong use or settings.
`
}
