import { area, type FidelityRow } from './area.ts'

/** What is sent to the receiver that a request names. */
export const CALLBACKS: readonly FidelityRow[] = [
  ...area('Callback', [
    [
      'The reply is POSTed as JSON to X-Callback-Destination-URI, with the header of X-Callback-API-Key split at the first space',
      'confirmed',
      'Third-party OpenAPI, callbackDestinationURI, callbackAPIKey',
    ],
    [
      'X-Content-Fields limits the callback to 14 named fields; absent: all',
      'confirmed',
      'Third-party OpenAPI, contentFields',
    ],
    [
      'X-Correlation-ID is carried along; absent: no such header',
      'confirmed',
      'Third-party OpenAPI, correlationID',
    ],
    ['The key has at least 32 characters', 'confirmed', 'Third-party OpenAPI, callbackAPIKey'],
    [
      'The 32 characters count everything behind the first space, a scheme included',
      'assumed',
      "the examples don't settle it",
    ],
    [
      "The body is one JSON object of the reply's fields, not wrapped",
      'assumed',
      '"response content"; the names are those of the reply',
    ],
    [
      'A field that the reply lacks is left out; {} is POSTed all the same',
      'assumed',
      'not documented',
    ],
    [
      'A bad URI, key or field name is a 400 before anything is stored, also without a URI',
      'assumed',
      'not documented; a mistake in a header is found at once',
    ],
    [
      'Header values that are empty or the text undefined count as absent',
      'assumed',
      "older versions of Segment's client could send the text",
    ],
    [
      'A URI with a user name or password is refused, and so is a key header the callback sets itself (Host, Content-Type, X-Correlation-ID, …)',
      'assumed',
      'not documented',
    ],
    [
      'Sent after the reply, which neither waits for it nor fails through it; only after a 200',
      'assumed',
      'documented as asynchronous; order and errors are not',
    ],
    ['10 s timeout, 2xx is success, redirects are not followed', 'assumed', 'not documented'],
    [
      'Retries (quick, none, realistic, a list), Retry-After up to a minute, 410 stops',
      'emulator-only',
      'no retries are documented',
    ],
    [
      'Callbacks of one session to one origin start in the order of their PUTs, one at a time',
      'assumed',
      'not documented',
    ],
    [
      'X-Talon-Mock-Delivery and X-Talon-Mock-Attempt travel along',
      'emulator-only',
      '--no-delivery-headers turns them off',
    ],
    [
      'A receiver that sent its status and never ends its body counts by that status when the time is up',
      'emulator-only',
      'it has taken the callback; what the service does is not documented',
    ],
    ['A callback is not signed', 'assumed', 'no signature is documented'],
  ]),
]
