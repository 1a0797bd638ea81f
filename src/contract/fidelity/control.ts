import { area, type FidelityRow } from './area.ts'

/** What the service has nothing like. */
export const CONTROL: readonly FidelityRow[] = [
  ...area('Control', [
    [
      'Everything under /_mock, X-Talon-Mock-Exchange, --strict, sinks, the ledger, scenario files, check',
      'emulator-only',
      'the service has nothing like it',
    ],
    [
      'An explanation asks the rules once more: of a closed session as before its own closing, of a cancelled one as if it were open; it shows at most 200 values of a condition',
      'emulator-only',
      'what the rules saw at the time is not kept',
    ],
    [
      'A changed scenario file begins a new world; a faulty one changes nothing, and is told in the log and under /_mock/scenario',
      'emulator-only',
      'with --watch',
    ],
    [
      'A mistyped ledger filter over HTTP is a 400',
      'emulator-only',
      'an ignored one would find every exchange',
    ],
    ['While stopping, emulated requests get 503', 'emulator-only', 'the queue drains first'],
  ]),
]
