import { area, type FidelityRow } from './area.ts'

/** Profiles, audiences and events, through whichever API. */
export const ACCOUNTS: readonly FidelityRow[] = [
  ...area('Profiles', [
    [
      'Every update of a profile that is not known creates it',
      'confirmed',
      'Third-party OpenAPI, segment/updateCustomerProfile in its versions',
    ],
    [
      'runRuleEngine false, the default: no rules, no event, and audience changes are not applied',
      'confirmed',
      'Third-party OpenAPI, runRuleEngine',
    ],
    [
      'runRuleEngine true: audiences are changed first, then the rules run and see them; the event is talon_profile_created or talon_profile_updated',
      'assumed',
      'the events are documented (docs, Events), the order is not',
    ],
    [
      'v1 (P1) creates attributes, v2 (P2) attributes and audiences, v3 (P3) nothing: it refuses or skips',
      'confirmed',
      'Third-party OpenAPI, the three versions',
    ],
    [
      "v2's new audience keeps letters and digits of its integrationId, each other character becomes _",
      'confirmed',
      'Third-party OpenAPI, audiencesChanges',
    ],
    [
      "v2's audience without an integrationId gets it from its name in the same way; its status is new, updated (another name) or unmodified",
      'assumed',
      'the statuses are documented, not what brings them about',
    ],
    [
      'v2 without the rules creates no audiences and lists none',
      'assumed',
      'audience changes are not applied then',
    ],
    [
      'attributesInfo with a type that there is not says nothing: the type is detected',
      'assumed',
      "Segment's client lets any text through here, observed",
    ],
    [
      'lastActivity moves with calls that run the rules, and no others',
      'confirmed',
      'Integration API, lastActivity',
    ],
    [
      'Deleting customer data takes the profile with its sessions and points; what they spent of codes and budgets stays spent',
      'assumed',
      'documented: attributes and referring data go',
    ],
    [
      "An inventory's coupons are those that are the profile's own or that it has reserved, its referrals those it advocates",
      'assumed',
      'not documented',
    ],
    [
      'Updates of several profiles: all of them, or none; no rules run',
      'assumed',
      'documented: no rules; not what one that is refused does to the others',
    ],
  ]),
  ...area('Audiences', [
    [
      'Creating one whose ID exists: 409 "The audience with the ID \'<id>\' already exists"',
      'confirmed',
      'Third-party OpenAPI, response 409',
    ],
    [
      'Updating takes audienceName alone; the ID is that of the path',
      'confirmed',
      "Segment's Talon.One destination sends no audienceId",
    ],
    ['Deleting one takes its memberships', 'confirmed', 'Third-party OpenAPI, deleteAudience'],
    [
      'One that is not known: 404 "Not Found", and nothing of the request is applied',
      'assumed',
      'the text is documented, all or nothing is not; the log says which it was',
    ],
    [
      'An audience that is added and deleted in one request is deleted',
      'assumed',
      'not documented',
    ],
    [
      'At most 1,000 changes in a request',
      'confirmed',
      'Third-party OpenAPI, updateCustomerProfilesAudiences',
    ],
    ['Numbers of audiences may come as text', 'assumed', "Segment's client sends other numbers so"],
    ['integration of an audience that Segment creates is "segment"', 'assumed', 'the platform'],
    ['A name may be taken twice', 'assumed', 'documented: the ID is unique'],
  ]),
  ...area('Events', [
    [
      'v2 and the Integration API refuse a type or attribute that is not defined, v1 creates both',
      'assumed',
      'Third-party OpenAPI: v2 needs them; what v1 does with a type is not documented',
    ],
    [
      'Built-in names are reserved; a profile that an event creates raises no event of its own',
      'confirmed',
      'docs, Events; Integration API, Track event',
    ],
    [
      'A profile is required',
      'confirmed',
      'Integration API, Track event ("even though the schema does not specify it")',
    ],
    [
      'What rules give for an event or a profile update is spent at once: points booked, codes made, giveaways awarded',
      'assumed',
      'there is nothing to close',
    ],
    [
      'Rules see no Session then, and nothing that changes a cart can be given: their rule fails',
      'assumed',
      'there is no cart',
    ],
    [
      'The reply to an event has no customerSession and no coupons',
      'assumed',
      'the example of the documentation has both, the schema of the Integration API neither',
    ],
    [
      'v3: an ID of its own, 409 when it exists; a connected session must be closed; GET answers the event',
      'assumed',
      'documented but for the texts and the body of GET',
    ],
  ]),
]
