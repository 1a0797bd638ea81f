import { area, type FidelityRow } from './area.ts'

/** What the service has nothing like. */
export const CONTROL: readonly FidelityRow[] = [
  ...area('Control', [
    [
      'Everything under /_mock, X-Talon-Mock-Exchange, --strict, sinks, the ledger, scenario files, the client, check, exec, trigger',
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
      'A profile that is put keeps how many sessions it has had, a new one has had its closedSessions; one that is dropped goes with its sessions and points, its links to cards and its reservations; what they spent stays spent',
      'emulator-only',
      'PUT and DELETE /_mock/profiles/{id}',
    ],
    [
      'A scenario that is put begins one world anew; reloads of the file leave that world alone',
      'emulator-only',
      'PUT /_mock/scenario',
    ],
    [
      'Reading the files again on request begins the worlds that have the scenario anew, changed or not; a world whose scenario was put answers 409',
      'emulator-only',
      'POST /_mock/scenario/reload',
    ],
    [
      'Coupons and referrals are listed as they stand, with the name of their campaign; points of a profile without those of open sessions',
      'emulator-only',
      'GET /_mock/coupons, /_mock/referrals, /_mock/profiles/{id}/loyalty',
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
    [
      'Faults answer with the documented texts: 400, 401 and 429 under /segment, 409 on the Integration API; 404, 409, 500 and 503 have one where none is documented for sessions',
      'emulator-only',
      'Third-party OpenAPI, responses; Integration API, example of 409',
    ],
    [
      'A conflict is 429 under /segment, 409 on the Integration API',
      'assumed',
      'docs, Segment: 429 also for too many parallel requests; Integration API, 409',
    ],
    [
      'Faults come after key, deployment, rate and the reading of the body, before all else; a request that waits when its world is begun anew gets 503',
      'emulator-only',
      'the service has none',
    ],
    [
      'Of faults that match, one strikes at each moment: the first that was set',
      'emulator-only',
      'simple to foresee; one fault can do several things',
    ],
    [
      'A sink answers 200, or what its script says',
      'emulator-only',
      'a receiver that fails, without one of your own',
    ],
    ['While stopping, emulated requests get 503', 'emulator-only', 'the queue drains first'],
    [
      'A browser that opens / gets the dashboard; others get the 404 of the service',
      'emulator-only',
      'to look without a tool; told apart by Accept: text/html',
    ],
  ]),
]
