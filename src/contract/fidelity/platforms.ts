import { area, type FidelityRow } from './area.ts'

/** The families of the Third-party API besides Segment. */
export const PLATFORMS: readonly FidelityRow[] = [
  ...area('Platforms', [
    [
      'The deployment is named in destination-hostname (cdp, customer_engagement, the event of Braze), in the query (Iterable, Emarsys), or in the body (Braze, mParticle); without it 400 "No Deployment URL specified"',
      'confirmed',
      'Third-party OpenAPI, parameters and response 400',
    ],
    [
      'The key of Emarsys is the user name of HTTP Basic, that of mParticle account.account_settings.apiKey',
      'confirmed',
      'Third-party OpenAPI, ApiKeyBasicAuth, mparticle/sendevent',
    ],
    [
      'Emarsys may send the key in the header of the other families, too',
      'assumed',
      'the published collection does',
    ],
    [
      'A body that names key or deployment is read first: when it is no JSON, that is what is refused',
      'emulator-only',
      'there is nothing else to go by',
    ],
    [
      'customer-data-platform-name and customer-engagement-platform-name are required; audiences of a cdp come from the platform that is named',
      'confirmed',
      'Third-party OpenAPI, the headers; integration of an audience by its example',
    ],
    [
      'Updating a profile through cdp: changes of audiences run the rules, whatever runRuleEngine says',
      'confirmed',
      'Third-party OpenAPI, cdp/updateCustomerProfile, runRuleEngine',
    ],
    [
      'X-DRY-RUN: true keeps nothing; the reply has no dryRun',
      'assumed',
      'the header is documented; dryRun is in the schema, and in no published sample',
    ],
    [
      'The ledger of a profile that is not known: 404; of a card-based program: 400',
      'assumed',
      'Third-party OpenAPI, response 404; "only works with profile-based loyalty programs"',
    ],
  ]),
  ...area('Codes for platforms', [
    [
      'Created coupons and referrals work in sessions at once; a coupon can be used once unless usageLimit says otherwise, a referral without limit',
      'confirmed',
      'Third-party OpenAPI, usageLimit',
    ],
    [
      'validCharacters and couponPattern of Braze go over those of the campaign',
      'confirmed',
      'Third-party OpenAPI, BrazeCouponRequest',
    ],
    [
      'An identifier that is known gets its coupon again, as it is now, and nothing is created',
      'confirmed',
      'Third-party OpenAPI, identifier',
    ],
    [
      'Identifiers are those of the whole account: Braze and customer_engagement share them, whatever campaign or customer is named',
      'assumed',
      'not documented',
    ],
    [
      'Replies leave DiscountLimit and ReservationLimit out, and IsReservationMandatory, which Braze alone has',
      'assumed',
      'the schema has all three, the published samples have just that',
    ],
    [
      'applicationId may be any; ApplicationID of the reply is the one that was asked for',
      'emulator-only',
      'there is one Application',
    ],
    [
      'Attributes in a query (.name, _name) have to exist, with the type that the value looks like; quotes make text',
      'confirmed',
      'Third-party OpenAPI, attributes',
    ],
    [
      'Braze: attributes of referrals are created; of coupons, too',
      'assumed',
      'Third-party OpenAPI, ReferralRequest; of coupons it is not documented',
    ],
    [
      "A coupon's own limits may stand beside a recipient",
      'assumed',
      'documented for coupons without one; the published sample has both',
    ],
    [
      'reservationLimit keeps the rules from reserving more often, not the request of a reservation; 0 is no reservation at all',
      'assumed',
      'Integration API: creating a reservation overrides the limit; of rules and 0 it is not documented',
    ],
    [
      'Budgets of coupon creation do not count, and nobody becomes a customer by being a recipient',
      'assumed',
      'not documented',
    ],
    [
      'externalCampaignId and iterableCampaignId are required, and nothing comes of them',
      'assumed',
      'what they are for is not documented',
    ],
  ]),
  ...area('Points and events for platforms', [
    [
      'Added points are transactions of type manual; pending and validity as asked for, else as the program has it',
      'confirmed',
      'Third-party OpenAPI, cep/addLoyaltyPoints; Integration API, loyaltyTransactionType',
    ],
    [
      'Of a duration and a time that are both given, the duration counts; points last from when they begin to count; a validity of immediate is none',
      'assumed',
      'documented: one should be omitted; the published sample has both',
    ],
    [
      'Braze: an event whose identifier is known is answered as the first time, and nothing else happens',
      'assumed',
      'documented: it retrieves the existing event; not what of it is answered',
    ],
    [
      'Identifiers of events are the integration IDs of advanced events: GET /v3/events/{id} finds them',
      'assumed',
      'not documented',
    ],
    [
      'Braze: event type and attributes have to exist, 400 otherwise; type is checked, and nothing comes of it',
      'confirmed',
      'Third-party OpenAPI, braze/trackEvent; the status is assumed',
    ],
  ]),
  ...area('Emarsys', [
    [
      'A list of parameters is answered with a list of content, in their order; fields name what else each item has, attributes of coupons too; lists and objects are left out',
      'confirmed',
      'Third-party OpenAPI, EmarsysCouponRequest, EmarsysLoyaltyBalanceRequest',
    ],
    [
      "Coupons are all that are the customer's own or reserved in the campaign; limit is that of all items",
      'assumed',
      'not documented',
    ],
    [
      'One campaign, program or customer that is not known: 404 for the whole request',
      'assumed',
      'the status is documented, of what it is the answer is not',
    ],
  ]),
  ...area('mParticle', [
    [
      'Four types of messages, each answered with its own type and with id, timestamp_ms and firehose_version as they came',
      'confirmed',
      'Third-party OpenAPI, mparticle/sendevent',
    ],
    [
      'Customers are known by email, customerId or mpid, as userIdField says; without that identity 400',
      'confirmed',
      'Third-party OpenAPI, userIdField; the status is assumed',
    ],
    [
      'A subscription creates the audience under its audience_id, 409 when there is one; its number is answered in audience_subscription_settings',
      'assumed',
      'Third-party OpenAPI, response 409, t1AudienceID of the registration; that they belong together is not documented',
    ],
    [
      'Updating an audience that is not known creates it, and so does a membership; removing one is no fault',
      'assumed',
      'no 404 is documented',
    ],
    [
      'Memberships change whether the rules run or not; runRuleEngine says whether they run',
      'confirmed',
      'Third-party OpenAPI, runRuleEngine of the registration ("after each membership change")',
    ],
    [
      'Attributes that are not known are passed over; event types have to exist',
      'assumed',
      'not documented',
    ],
    [
      'Customers and events of one message come one after the other: what stands before a faulty one is kept',
      'assumed',
      'not documented',
    ],
  ]),
]
