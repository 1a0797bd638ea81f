import { area, type FidelityRow } from './area.ts'

/** How rules are written, read and evaluated. */
export const RULES: readonly FidelityRow[] = [
  ...area('Expressions', [
    [
      'Trees in JSON: [name, argument, …]; paths such as [".", "Session", "Total"]; blocks such as [["Item"], …]',
      'confirmed',
      'published rulesets and cart item filters',
    ],
    [
      'The functions of the public interpreter, with its kinds of values; names in any case, paths as written',
      'confirmed',
      'talon-one/talang',
    ],
    [
      '= and != compare numbers by value, all else by text',
      'assumed',
      'the public interpreter compares numbers by text, and finds 1.0 and 1 different',
    ],
    [
      'Division and remainder by zero are errors',
      'assumed',
      'the public interpreter gives infinity, which no effect can have',
    ],
    [
      'A path that leads on from what is no map is an error',
      'assumed',
      'the public interpreter takes the value it got to; its arithmetic also changes its operands, which is not followed',
    ],
    [
      'and, or look at all their arguments: an error in one is not passed over',
      'confirmed',
      'talon-one/talang',
    ],
    [
      'exists and every stop at the item that decides; .| takes Null for missing; half of the last of 16 digits is rounded away from zero',
      'assumed',
      'not documented',
    ],
    [
      'filter and sum take both ways of writing a block; arguments of ! are evaluated',
      'assumed',
      'published rulesets use the one, the public interpreter the other',
    ],
    [
      "Regular expressions are JavaScript's, times have milliseconds, time layouts the letters y M d E H h m s S a Z",
      'emulator-only',
      "the service's own know more",
    ],
    [
      'Rules read Session, Item, Profile, Event, Campaign, Coupon, Referral, Advocate, Application, Now; their fields are named as in the reply, in PascalCase',
      'assumed',
      'published are Session.Total, Session.CartItems, Item.Category and Attributes',
    ],
    [
      'Trees of over 10,000 nodes or 100 levels are faults',
      'emulator-only',
      'an evaluation always ends',
    ],
  ]),
  ...area('Operators of rulesets', [
    [
      "couponValid; setDiscount with name and value; operators of loyalty have the program's ID first, those of achievements the achievement's",
      'confirmed',
      'published rulesets; a public tool that rewrites real ones',
    ],
    [
      '! with a name calls a custom effect, with callApi<ID> a webhook',
      'confirmed',
      'a public tool that rewrites real rulesets',
    ],
    [
      'The name of a webhook that is called so is the name in the call; the arguments behind it are not looked at',
      'assumed',
      "its own name stands in the account's settings, not in a ruleset",
    ],
    [
      'All other names of conditions and effects, and the order of their arguments',
      'assumed',
      'none is public; a file says what they mean (--dialect)',
    ],
    [
      'In front of the arguments of an operator flexible… stands one more, which is passed over',
      'assumed',
      'the same tool finds program IDs one place further back',
    ],
    [
      'An unknown operator is a warning when the scenario is loaded, inside a catch too, and fails its rule; catch does not take it',
      'emulator-only',
      'rulesets wrap each effect in a catch, which would swallow it without a word',
    ],
    [
      'A map behind the name of a custom effect is its payload, anything else is in it as value, several arguments as a list',
      'assumed',
      'how the arguments of a template get there is not documented',
    ],
    [
      'A notification without a type is an Info',
      'assumed',
      'the types are documented, a default is not',
    ],
    ['A custom effect has the ID 0', 'assumed', "it is in the account's settings, not in rulesets"],
  ]),
  ...area('Rulesets', [
    [
      'rules with title, condition, effects and bindings; bindings of the ruleset',
      'confirmed',
      'Management API, Ruleset',
    ],
    [
      'A single effect where the list of effects belongs is taken as a list of one',
      'assumed',
      'the published example is written so, against its own schema',
    ],
    [
      'A condition is one argument of the outermost and, or or; conditionIndex and effectIndex count them from 0',
      'assumed',
      'the fields are documented, how they count is not',
    ],
    [
      'Where one condition is enough (or), all are looked at, and an error in one fails the rule',
      'assumed',
      'so does or everywhere else in the public interpreter',
    ],
    [
      'Cart item filters are worked out when they are first read, all of a campaign before its first discount',
      'confirmed',
      'docs, Rule evaluation order',
    ],
    [
      'Other bindings are worked out when they are first read, once for each rule',
      'assumed',
      'documented of cart item filters',
    ],
    ['strikethroughRules are passed over, with a warning', 'emulator-only', 'there is no catalog'],
  ]),
  ...area('Evaluation', [
    [
      'Campaigns in the order of the evaluation tree, in each the rules from the top, in each its conditions, then its effects',
      'confirmed',
      'docs, Rule evaluation order',
    ],
    [
      'Every update evaluates all anew; the reply lists all effects there are, not the new ones',
      'confirmed',
      'Integration API, setDiscount',
    ],
    [
      'A rule that asks for a coupon is evaluated for each coupon code of its campaign',
      'assumed',
      "effects carry the coupon's ID",
    ],
    [
      "acceptCoupon and acceptReferral come before the effects of their rule; rejections after all rules' effects, coupons before the referral",
      'assumed',
      "so in replies of the service's older API",
    ],
    [
      'A rule that fails at one of its effects gives none of them',
      'assumed',
      'documented of effects that pass a limit',
    ],
    [
      'Profile counters and balances are read as they are before this session closes',
      'assumed',
      'a first order is one when it is closed, too',
    ],
    [
      'Modes: stackable; listOrder, the first triggered one; lowestDiscount and highestDiscount, by the sum of discounts',
      'confirmed',
      'docs, Campaign evaluation; Management API, CampaignSet',
    ],
    [
      'Of equals the first wins; without a discount a campaign counts as 0; what loses by lowestDiscount has no campaignExclusionReason; rules that failed in what lost are not listed',
      'assumed',
      'not documented',
    ],
    [
      'Groups choose for the session; evaluationScope cartItem is a warning',
      'emulator-only',
      'not built',
    ],
    [
      'With cascading discounts later campaigns read what is left in Session.DiscountedTotal, DiscountedCartItemTotal, Item.DiscountedPrice; percent does so by itself',
      'assumed',
      'the setting is documented, the names are not',
    ],
    [
      'Campaigns in replies were created on 2020-01-01, are of type advanced and running, without stores and return rules',
      'emulator-only',
      'a scenario does not say it',
    ],
    [
      'triggeredCampaigns lists campaigns with a rule that fired',
      'assumed',
      'documented as "triggered"',
    ],
    [
      'ruleFailureReasons leaves out campaigns that need a code when the session has none of theirs',
      'assumed',
      'not documented',
    ],
    [
      'updateAttribute and the audiences take effect with each update, not only on closing; what this evaluation reads stays as it was',
      'assumed',
      'documented as applied, not when',
    ],
  ]),
  ...area('Codes', [
    [
      '13 reasons to reject a coupon, 14 for a referral',
      'confirmed',
      'Integration API, rejectionReason',
    ],
    [
      "Order of the checks: campaign, start, expiry, recipient, reservation, usage limit, budgets, the rule's conditions, its effects",
      'assumed',
      'not documented',
    ],
    [
      'A code that no rule of its campaign asks for is rejected: …RejectedByCondition',
      'confirmed',
      'docs, rejection reasons',
    ],
    [
      'A rejection names the rule that came closest; for an unknown code its IDs are 0',
      'assumed',
      'the fields are required, and there is no campaign',
    ],
    [
      'Of an archived campaign: …PartOfNotTriggeredCampaign, CampaignNotInEvaluationSet',
      'assumed',
      'the second is documented of archived ones, not together with which',
    ],
    [
      'A friend is no advocate, uses one referral ever, and the advocate exists',
      'confirmed',
      'Integration API, rejectionReason of rejectReferral',
    ],
    [
      'Codes are compared as they are, in upper or in lower case',
      'confirmed',
      'Management API, Application.caseSensitivity',
    ],
  ]),
  ...area('Magic codes', [
    [
      'REJECT-<Reason>, ACCEPT-<anything> and, for coupons, DISCOUNT-<percent> do as they say; a code of the scenario goes over one',
      'emulator-only',
      'a front end can call up every outcome; --no-magic-codes turns them off',
    ],
    [
      'DISCOUNT-<percent> comes after the discounts of rules',
      'emulator-only',
      'no campaign has it',
    ],
  ]),
]
