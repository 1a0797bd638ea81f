import { area, type FidelityRow } from './area.ts'

/** The deployment's own API. */
export const INTEGRATION: readonly FidelityRow[] = [
  ...area('Integration API', [
    [
      'A reply holds effects, createdCoupons and createdReferrals, and what responseContent asks for',
      'confirmed',
      'Integration API, responseContent',
    ],
    [
      'dry=true runs the rules and keeps nothing; when closing, the payload of that call alone counts',
      'confirmed',
      'Integration API, dry',
    ],
    ['now: in the future, and with dry alone', 'confirmed', 'Integration API, now'],
    [
      'evaluableCampaignIds: with dry alone; exactly these campaigns, whatever their state',
      'confirmed',
      'Integration API, evaluableCampaignIds',
    ],
    [
      'Pointers of faults begin inside customerSession: /attributes/Foo, /state',
      'confirmed',
      'docs, Errors page',
    ],
    ['Attributes that are not defined are refused', 'confirmed', 'docs, Errors page'],
    [
      'Idempotency-Key: the reply is given again for 24 hours of the world clock',
      'confirmed',
      'Integration API, Idempotency-Key',
    ],
    [
      'A key is of its method, path and query; what was refused is not kept; the last 10,000 are; a reset forgets them',
      'assumed',
      'not documented',
    ],
    [
      'Parallel updates never conflict; a fault makes them, with the documented 409',
      'emulator-only',
      'documented: "Too many requests are updating this session at the same time"',
    ],
    ['What is not there: 404 in the form of this API', 'assumed', 'documented of some operations'],
    [
      'GET of a session leaves out pairs of effect and rollback',
      'confirmed',
      'Integration API, Get customer session',
    ],
    ['GET of a session that is not there: 404', 'assumed', '400 and 401 alone are documented'],
    [
      'List campaigns: those that are enabled, in one page',
      'assumed',
      'the fields are documented in part',
    ],
  ]),
  ...area('Returns and reopening', [
    [
      'A return makes the session partially returned, and rolls back the discounts of the units that come back, the lowest sub-position first',
      'confirmed',
      'docs, Returns; Integration API, Return cart items',
    ],
    [
      'Coupons, budgets and discounts of the session stay as they are by a return',
      'assumed',
      'documented: effects tied to the items roll back',
    ],
    [
      'A line without a quantity comes back whole; a sku names its lines in order; of an unflattened line the last unit takes the discount along',
      'assumed',
      'not documented',
    ],
    [
      "Returned units come off the profile's totalSales, with their own additional costs; closedSessions stays",
      'assumed',
      'documented: without returned items',
    ],
    [
      'runRuleEngine of a return changes nothing: no campaign is re-evaluated on returns',
      'assumed',
      'documented: those with reevaluateOnReturn alone are; there are none',
    ],
    [
      'Reopening rolls back as cancelling does; free items, giveaways, codes made, reservations, custom effects and attributes stay',
      'confirmed',
      'Integration API, Reopen customer session',
    ],
    [
      'Only a closed session can be reopened, none that is partially returned',
      'confirmed',
      'Integration API, session states',
    ],
  ]),
  ...area('Codes and points', [
    [
      'A reservation by hand goes over any reservation limit',
      'confirmed',
      'Integration API, Create coupon reservation',
    ],
    ['Deleting a reservation that is not there changes nothing', 'assumed', 'not documented'],
    [
      'Referrals made by hand count on no budget; advocates that are not known come into being',
      'assumed',
      'documented: the budget is ignored',
    ],
    [
      'Balances: negativePoints is 0, tiers do not expire',
      'emulator-only',
      'no balance goes below nothing here',
    ],
    [
      'spentPoints: what was taken and not given back',
      'assumed',
      'documented: points already spent',
    ],
    [
      'Transactions come the latest first; a rollback is a movement of its own',
      'assumed',
      'documented: the last 50 are returned without filters',
    ],
    ['Activating points that are not pending is refused', 'assumed', 'not documented'],
    [
      'Linking a card twice changes nothing, unlinking a profile that is not linked is refused',
      'assumed',
      'not documented',
    ],
    [
      "Deleting a customer's data takes the profile, its sessions, points, progress, links to cards and reservations; codes made for it, giveaways and events stay",
      'assumed',
      'documented: its attributes, and data that refers to it',
    ],
  ]),
  ...area('Not emulated', [
    [
      'Catalogs, best prior price, stores, achievements of a profile: 404',
      'emulator-only',
      'not built',
    ],
    ['campaignEligibility in a reply: left out', 'emulator-only', 'not built'],
  ]),
]
