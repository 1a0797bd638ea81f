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
    [
      'Worlds: isolation by API key or deployment, each world from the same scenario and seed',
      'emulator-only',
      'tests that run side by side; the real service has accounts',
    ],
    [
      'A clock that can be stopped and moved; first attempts of callbacks go at once under it, and time-outs are real',
      'emulator-only',
      'schedules of hours in milliseconds',
    ],
    [
      'A wait whose callback has ended in another state than was asked is refused at once, unless nothing but the state was asked',
      'emulator-only',
      'a test should not wait in vain',
    ],
    [
      'The live feed merges quick changes of one exchange and tells at most 1,000 a second; what it skips is counted',
      'emulator-only',
      'readers must not slow down the requests',
    ],
    ['While stopping, emulated requests get 503', 'emulator-only', 'the queue drains first'],
  ]),
]
