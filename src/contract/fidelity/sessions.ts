import { area, type FidelityRow } from './area.ts'

/** What a session, its profile and its attributes become. */
export const SESSIONS: readonly FidelityRow[] = [
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
      'A session created as closed raises talon_session_closed (--created-closed-event); a cancelled partially_returned one, talon_session_revoked',
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
    [
      'Duplicate coupon codes, also those that differ in case alone where case says nothing: the first is kept',
      'assumed',
      'not documented',
    ],
    [
      'Codes ≤ 100 characters, ≤ 1 card, ≤ 5 identifiers, ≤ 1,000 items, ≤ 10,000 units, quantity ≥ 1, sku and name not empty',
      'confirmed',
      'Third-party OpenAPI, newCustomerSessionV2 and cartItem',
    ],
    ['At most 100 coupon codes', 'assumed', "only in the help text of Segment's destination"],
    [
      "A loyalty card has the form of a card identifier (4 to 108 of A-Z a-z 0-9 . _ % + @ -); through Segment one that doesn't exist is ignored, and the log warns of it once",
      'assumed',
      'the form is documented of the card, not of the session',
    ],
    [
      "On the deployment's own API sessions and events that name a loyalty card which doesn't exist are refused, with its pointer",
      'assumed',
      'the request names something that is not there',
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
]
