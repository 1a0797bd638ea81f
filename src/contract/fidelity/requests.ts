import { area, type FidelityRow } from './area.ts'

/** How requests are taken and refused. */
export const REQUESTS: readonly FidelityRow[] = [
  ...area('Segment', [
    [
      'PUT /segment/customer_sessions/{id} creates or updates a session and answers 200 with the full integration state',
      'confirmed',
      'Third-party OpenAPI, segment/updateCustomerSession',
    ],
    [
      'PUT /segment/v2/customer_sessions/{id} takes the bare session',
      'confirmed',
      'Third-party OpenAPI, segment/v2/updateCustomerSession',
    ],
    [
      'skipNonExistingAttributes=true drops unknown attributes, false (default) refuses them',
      'confirmed',
      'Third-party OpenAPI, skipNonExistingAttributes',
    ],
    [
      'v1 without customerSession, or with null: an empty update',
      'assumed',
      'not documented; nothing in the body is marked required',
    ],
    [
      'The reply holds the full state whatever X-Content-Fields says',
      'assumed',
      'the header is documented for the callback alone',
    ],
    [
      "Fields that don't apply (referral, previousReturns) are left out of the reply; lists that are empty are []",
      'assumed',
      'all but effects, createdCoupons and createdReferrals are optional in IntegrationStateV2',
    ],
    [
      "A session's id is taken as it is after percent-decoding: no trimming, case kept",
      'assumed',
      'not documented',
    ],
    [
      'Unknown body fields are ignored',
      'assumed',
      "Segment's client strips fields it doesn't know; the service's own reply to them is not documented",
    ],
    [
      'Read-only cart item fields (position, returnedQuantity, remainingQuantity, …) are ignored when sent, whatever is in them',
      'confirmed',
      'documented sample request, which sends them with absurd values',
    ],
    [
      'weight, height and length may come as text',
      'confirmed',
      "Segment's Talon.One destination, observed on the wire",
    ],
    ['width may come as text', 'assumed', 'like the other measures'],
    [
      "A reply over 60 KB to Segment's client is logged as a warning, and sent in full",
      'emulator-only',
      'that client hangs on replies above about 64 KB, observed',
    ],
  ]),
  ...area('Authentication', [
    [
      'Authorization: ApiKey-v1 <key>; without it 401 "Missing Session Token"',
      'confirmed',
      'Third-party OpenAPI, response 401',
    ],
    ['A wrong key gets the same 401 text', 'assumed', 'the only 401 text that is documented'],
    [
      'Any key is accepted unless --api-key is given',
      'emulator-only',
      'a fake backend knows no account',
    ],
    [
      'Without destination-hostname: 400 "No Deployment URL specified"',
      'confirmed',
      'Third-party OpenAPI, response 400',
    ],
    [
      'destination-hostname may be a full URL',
      'confirmed',
      "Segment's Talon.One destination sends the URL as it was typed",
    ],
    [
      'Any destination-hostname is accepted; with --deployment those alone, others get 404 "Not Found"',
      'assumed',
      'a fake backend knows no deployment; what the service says to an unknown one is not documented',
    ],
    ['Order of the checks: key, deployment, rate, content type, body', 'assumed', 'not documented'],
    [
      'GET /v2/authping: 204, or 401',
      'confirmed',
      "Segment's Talon.One destination, testAuthentication",
    ],
    [
      'Errors below /v1, /v2 and /v3 have the form of the Integration API, the 401 of /v2/authping too',
      'assumed',
      'the paths are its own; /v2/authping is in no published specification',
    ],
  ]),
  ...area('Errors', [
    [
      'Error body {StatusCode, Error, RequestUUID}',
      'confirmed',
      'Third-party OpenAPI, errorResponseWithStatus',
    ],
    [
      'A deployment\'s validation errors: "The submitted data was invalid: <details> (<pointer>)", several joined by "; "',
      'assumed',
      "the details and pointers are the Integration API's (docs, Errors page); how the proxy joins them is not documented",
    ],
    [
      'At most 10 faults are named, the rest is counted; long names and values in them are cut',
      'emulator-only',
      'keeps an error readable',
    ],
    [
      'Unknown path and wrong method: 404 "Not Found"',
      'assumed',
      'the text is documented for other endpoints',
    ],
    [
      'They are answered before a key is asked for',
      'assumed',
      'not documented; a mistyped path shows at once',
    ],
    [
      'Malformed JSON 400, wrong content type 415, body over the limit 413, headers over 16 KiB 431: all in the documented form',
      'assumed',
      'none of them is documented for this API',
    ],
    [
      'HTTP/1.1 without Host is a 400',
      'emulator-only',
      'RFC 9112, 3.2; Node would answer it with an empty body',
    ],
    ['500 tells nothing of the cause', 'emulator-only', 'no 5xx is documented'],
  ]),
  ...area('Requests', [
    [
      'The scheme ApiKey-v1 is taken in any case of its letters',
      'assumed',
      'schemes are case-insensitive in HTTP',
    ],
    [
      'Bodies with __proto__ or constructor.prototype keys, and those nested deeper than 1,000 levels, are a 400',
      'emulator-only',
      'they could not be stored or written again',
    ],
    [
      'Sums that pass 1.8e308 are a 400; negative prices are accepted',
      'assumed',
      'no range is documented',
    ],
    ['Unknown query parameters are ignored', 'assumed', 'not documented'],
    [
      'Parallel requests of one session never conflict: each is decided on what the one before left',
      'assumed',
      'the service may answer 429',
    ],
    [
      'Every key and every deployment belong to the one Application there is',
      'emulator-only',
      'the service knows an Application by its key',
    ],
    [
      'accountId and applicationId are 1; numeric ids count from 1 for each kind, and again after a reset',
      'emulator-only',
      'tests can rely on them',
    ],
    [
      'An unknown attribute set to null creates nothing in v1 and is refused in v2',
      'assumed',
      'not documented',
    ],
  ]),
  ...area('Details', [
    ['An empty session ID is a 400', 'assumed', 'IDs have at least one character'],
    ['X-Content-Fields of nothing but commas means all fields', 'assumed', 'like an empty one'],
    ['The fragment of a callback URI is dropped', 'assumed', 'a fragment is never sent in HTTP'],
    [
      'The event of an anonymous session has no profileId',
      'assumed',
      'the field is optional and there is no profile',
    ],
    ['The limit of 100 coupon codes counts duplicates', 'assumed', 'not documented'],
    ['attributes: {} keeps the attributes that are there', 'assumed', 'they are merged by name'],
    ['Requests that the rate limit refuses do not count towards it', 'assumed', 'not documented'],
  ]),
  ...area('TLS', [
    [
      'https with --tls-cert and --tls-key, or --tls self-signed, for localhost and integration.talon.one',
      'emulator-only',
      "Segment's client calls https://integration.talon.one whatever one sets",
    ],
  ]),
  ...area('Rate limit', [
    [
      '429 "Too many requests" above 60 requests a second, all endpoints together',
      'confirmed',
      'docs, Segment; Third-party OpenAPI, response 429',
    ],
    [
      'Counted per API key in a sliding second; off unless --rate-limit or --strict is given',
      'assumed',
      '"client" is not defined; off, since tests are faster than that',
    ],
  ]),
]
