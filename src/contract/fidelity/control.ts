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
      'A changed scenario file begins all worlds anew that still have it; a faulty one changes nothing, and is told in the log and under /_mock/scenario',
      'emulator-only',
      'with --watch',
    ],
    [
      'A snapshot restored gives the same answers; its seed goes with it, the IDs of exchanges and the RequestUUID of refusals do not, and rate limits begin anew',
      'emulator-only',
      'under the same scenario alone; exchanges and callbacks on their way are not in it',
    ],
    [
      'A session that is put is stored as given: no rule, no totals, no attributes created; its profile counts it in the place of the one before, and cancelling it gives nothing back',
      'emulator-only',
      'PUT /_mock/sessions/{id}',
    ],
    [
      'A profile that is put keeps how many sessions it has had, a new one has had its closedSessions; one that is dropped goes with its sessions and points, what they spent stays spent',
      'emulator-only',
      'PUT and DELETE /_mock/profiles/{id}',
    ],
    [
      'A scenario that is put begins one world anew; reloads of the file leave that world alone',
      'emulator-only',
      'PUT /_mock/scenario',
    ],
    [
      'A mistyped ledger filter over HTTP is a 400',
      'emulator-only',
      'an ignored one would find every exchange',
    ],
    ['While stopping, emulated requests get 503', 'emulator-only', 'the queue drains first'],
  ]),
]
