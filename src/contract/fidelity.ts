import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from './wire-types.ts'

/** One behaviour and how sure it is: `confirmed` by a source, `assumed`, or of the emulator alone. */
export const FidelityRow = Type.Object(
  {
    area: Type.String(),
    behaviour: Type.String(),
    status: OneOf(['confirmed', 'assumed', 'emulator-only']),
    source: Type.String({ description: 'Where it is documented, or why it is as it is.' }),
  },
  { title: 'FidelityRow' },
)
export type FidelityRow = Static<typeof FidelityRow>

type Fact = readonly [behaviour: string, status: FidelityRow['status'], source: string]

const area = (name: string, facts: readonly Fact[]): FidelityRow[] =>
  facts.map(([behaviour, status, source]) => ({ area: name, behaviour, status, source }))

/** Every behaviour of the emulated service that is built, and every guess. The README prints it. */
export const FIDELITY: readonly FidelityRow[] = [
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
      'effects, coupons, loyalty and campaigns are empty: no rules are evaluated yet',
      'emulator-only',
      'not built yet',
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
      'Any destination-hostname is accepted, whatever it names',
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
      'The 401 body of /v2/authping is that of the Integration API',
      'assumed',
      'the endpoint is in no published specification',
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
  ...area('Session states', [
    [
      'Created open or closed; open → open, closed, cancelled; closed → cancelled; partially_returned → cancelled',
      'confirmed',
      'Third-party OpenAPI, newCustomerSessionV2.state; docs, Customer sessions',
    ],
    [
      'Everything else is a 400 that names the states allowed, a final state repeated included',
      'assumed',
      'an error, but its status and text are not documented',
    ],
    [
      'Events: talon_session_created, _updated, _closed, _cancelled, _revoked',
      'confirmed',
      'docs, Events',
    ],
    [
      'A session created as closed raises talon_session_closed; a cancelled partially_returned one, talon_session_revoked',
      'assumed',
      'pages of the docs disagree',
    ],
    [
      'Cancelling a closed session takes the state from the request and nothing else; the rest of its body is checked against the schema and not applied',
      'assumed',
      "a closed session's content can't change; clients send the whole session again",
    ],
  ]),
  ...area('Session content', [
    [
      'A field left out keeps its value; couponCodes: [] and referralCode: "" drop the earlier ones',
      'confirmed',
      'Third-party OpenAPI, customer session; Integration API, dry',
    ],
    ['A top-level field that is null counts as left out', 'assumed', 'not documented'],
    [
      '[] and {} empty cartItems, additionalCosts, identifiers and loyaltyCards',
      'assumed',
      'by the rule for coupon codes',
    ],
    [
      'cartItems replaces the whole cart, item attributes included',
      'confirmed',
      'Integration API, cartItems',
    ],
    [
      'An attribute set to null is deleted',
      'confirmed',
      'Third-party OpenAPI, newCustomerSessionV2.attributes',
    ],
    [
      'attributes are merged by name: those left out keep their values',
      'assumed',
      'follows from null deleting one',
    ],
    ['additionalCosts is replaced as a whole', 'assumed', 'not documented'],
    ['An additional cost keeps its price alone', 'assumed', 'unknown fields are ignored'],
    [
      'A field of a cart item that is null is a 400, an attribute of one that is null is not there',
      'assumed',
      'not documented; an item has no earlier value to keep',
    ],
    [
      "No limits on attributes' number, length or depth beyond the body's",
      'assumed',
      'none is documented',
    ],
    ['Duplicate coupon codes: the first is kept', 'assumed', 'not documented'],
    [
      'Codes ≤ 100 characters, ≤ 1 card, ≤ 5 identifiers, ≤ 1,000 items, ≤ 10,000 units, quantity ≥ 1, sku and name not empty',
      'confirmed',
      'Third-party OpenAPI, newCustomerSessionV2 and cartItem',
    ],
    ['At most 100 coupon codes', 'assumed', "only in the help text of Segment's destination"],
    [
      "A loyalty card has the form of a card identifier (4 to 108 of A-Z a-z 0-9 . _ % + @ -); one that doesn't exist is ignored",
      'assumed',
      'the form is documented of the card, not of the session',
    ],
    [
      'IDs of sessions and profiles have 1 to 1,000 characters',
      'confirmed',
      'Third-party OpenAPI, integrationEntity',
    ],
    [
      'An additional cost that was never created is accepted; --strict refuses it',
      'assumed',
      'documented as "must be created before"; the documented sample must work without set-up',
    ],
    [
      'An item without a price counts 0; --strict refuses it',
      'assumed',
      "documented as required of items outside catalogs, which the emulator can't know",
    ],
    ['An additional cost without a price counts 0', 'assumed', 'price is not marked required'],
  ]),
  ...area('Totals', [
    [
      'cartItemTotal is the sum of price × quantity; total adds the additional costs; all before discounts',
      'confirmed',
      'Third-party OpenAPI, customerSessionV2',
    ],
    [
      'Sums are exact in decimal',
      'assumed',
      'follows from the published sample (99.99 + 20 = 119.99)',
    ],
    [
      "cartItemAdditionalCostTotal is the total of the items' additional costs",
      'confirmed',
      'Integration API, customerSession.cartItemAdditionalCostTotal',
    ],
    [
      "An item's additional costs count once a unit, and are part of additionalCostTotal",
      'assumed',
      'not documented',
    ],
    ['Rounded to two decimals, half up, once', 'assumed', 'not documented'],
    [
      'updateCount is 1 at creation and grows by 1 with each update',
      'confirmed',
      'Integration API, customerSession.updateCount',
    ],
    [
      "Segment's reply has updateCount and cartItemAdditionalCostTotal",
      'assumed',
      'the Third-party OpenAPI has neither; the deployment behind it has both',
    ],
  ]),
  ...area('Profiles', [
    [
      'An unknown profileId creates an empty profile; an empty one is an anonymous session without customerProfile',
      'confirmed',
      'Third-party OpenAPI, profileId',
    ],
    ['An anonymous session can be given a profile', 'assumed', 'a customer logs in at checkout'],
    [
      "A session of one profile can't be moved to another, nor made anonymous: 400",
      'assumed',
      'documented as an error; status and text are not',
    ],
    [
      'firstSession: no other session of the profile existed when this one joined it; always true for anonymous sessions',
      'assumed',
      'documented but for sessions that are open or cancelled',
    ],
    [
      'Closing adds 1 to closedSessions and the total to totalSales; cancelling takes both off again',
      'confirmed',
      'Integration API, customerProfile',
    ],
    [
      'lastActivity moves with each update',
      'confirmed',
      'Integration API, customerProfile.lastActivity',
    ],
  ]),
  ...area('Attributes', [
    [
      'v1 creates unknown attributes, with the type that …AttributesInfo states, else the one detected',
      'confirmed',
      'Third-party OpenAPI, attributesInfo',
    ],
    [
      'The reply lists them in createdAttributes',
      'assumed',
      'for sessions, named only as an allowed content field',
    ],
    [
      'v2 refuses an unknown attribute: \'The attribute "Foo" is not defined on CustomerSession entities.\'',
      'confirmed',
      'docs, Errors page',
    ],
    [
      'A value of another type: \'Value of "Name" attribute (false) is not a string\'',
      'confirmed',
      'docs, Errors page',
    ],
    [
      'A boolean or number declared as string becomes text',
      'confirmed',
      'Third-party OpenAPI, attributesInfo',
    ],
    [
      'Text is never detected as time; a list takes the type of its elements, an empty one (list string); an object with latitude and longitude is a location; anything else is a 400',
      'assumed',
      'not documented',
    ],
    [
      'The stored type wins over a declared one; of two declarations of a name the last counts; a declaration alone creates nothing',
      'assumed',
      'not documented',
    ],
    [
      'Names of created attributes match ^[A-Za-z]\\w*$',
      'assumed',
      'documented of an attribute; what auto-creation does with others is not',
    ],
    [
      "skipNonExistingAttributes doesn't skip a wrong type",
      'assumed',
      'the text speaks of non-existing attributes alone',
    ],
  ]),
  ...area('Control', [
    [
      'Everything under /_mock, X-Talon-Mock-Exchange, --strict, sinks, the ledger',
      'emulator-only',
      'the service has nothing like it',
    ],
    [
      'A mistyped ledger filter over HTTP is a 400',
      'emulator-only',
      'an ignored one would find every exchange',
    ],
    ['While stopping, emulated requests get 503', 'emulator-only', 'the queue drains first'],
  ]),
]
