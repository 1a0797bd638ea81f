import type { CustomerSessionInput } from '../../src/contract/service/customer-sessions.ts'
import type { Effect } from '../../src/contract/service/effects.ts'
import type { IntegrationState } from '../../src/contract/service/integration-state.ts'
import type { RuleFacts } from '../../src/core/rewards/rule-program.ts'
import { decideReturn, type ReturnedItem } from '../../src/core/sessions/returns.ts'
import { BUILT_IN_DIALECT } from '../../src/rules/dialect.ts'
import { compileProgram, type Program } from '../../src/rules/program.ts'
import { faultLine } from '../../src/rules/scenario/fault.ts'
import { checkEffects } from './check-effects.ts'
import { type Account, createAccount } from './create-account.ts'
import { accountOf, type Files } from './load-scenario.ts'

/** Two pairs of shoes at 50, a mug at 20, shipping at 5: 120 for the items, 125 in all. */
export const CART = {
  profileId: 'p1',
  cartItems: [
    { sku: 'SHOE', name: 'Shoe', quantity: 2, price: 50, category: 'shoes' },
    { sku: 'MUG', name: 'Mug', quantity: 1, price: 20 },
  ],
  additionalCosts: { shipping: { price: 5 } },
} as const satisfies CustomerSessionInput

/** An account under a scenario, whose replies are checked on their way. */
export interface Shop extends Pick<Account, 'records' | 'profiles' | 'keep'> {
  readonly program: Program
  /** What the program can't evaluate. */
  readonly warnings: readonly string[]
  /** Time of the next decision, RFC 3339. */
  now: string
  /** The reply to an update of a session, which has the sample cart unless it says otherwise. */
  put(sessionId: string, session?: CustomerSessionInput): IntegrationState
  /** The effects of an update in brief: type and props, without where they come from. */
  effects(session?: CustomerSessionInput, sessionId?: string): BriefEffect[]
  /** The reply to a return of items. */
  takeBack(sessionId: string, items: readonly ReturnedItem[]): IntegrationState
  /** What a program is asked about a session as it stands. */
  factsOf(sessionId: string): RuleFacts
}

export type BriefEffect = [type: Effect['effectType'], props: unknown]

export const brief = (effects: readonly Effect[]): BriefEffect[] =>
  effects.map(({ effectType, props }) => [effectType, props])

const isProgram = (given: string | Files | Program): given is Program =>
  typeof given === 'object' && typeof given.evaluate === 'function'

/** A shop under a scenario: its text without the version, its files, or a program. */
export const createShop = (
  given: string | Files | Program,
  { magicCodes = true }: { magicCodes?: boolean } = {},
): Shop => {
  const { program, faults } = isProgram(given)
    ? { program: given, faults: [] }
    : compileProgram(accountOf(given), { dialect: BUILT_IN_DIALECT, magicCodes })
  const account = createAccount(program)
  let anonymous = 0

  const put: Shop['put'] = (sessionId, session = {}) => {
    const isNew = !account.sessions.has(sessionId)
    const { state } = account.put(sessionId, isNew ? { ...CART, ...session } : session)
    checkEffects(state.effects)
    return state
  }
  return {
    program,
    records: account.records,
    profiles: account.profiles,
    keep: account.keep,
    warnings: faults.map(faultLine),
    get now() {
      return account.now
    },
    set now(now) {
      account.now = now
    },
    put,
    effects: (session = {}, sessionId = `session ${++anonymous}`) =>
      brief(put(sessionId, session).effects),
    takeBack(sessionId, items) {
      const { state } = account.decide(sessionId, (facts, moment) =>
        decideReturn(facts, sessionId, items, { moment, program }),
      )
      checkEffects(state.effects)
      return state
    },
    factsOf(sessionId) {
      const session = account.sessions.get(sessionId)
      if (!session) throw new Error(`there is no session ${sessionId}`)
      return {
        session,
        profile: account.records.profile(session.profileId),
        event: { type: 'talon_session_updated', attributes: {} },
        account: account.records,
        now: Date.parse(account.now),
        uuid: () => 'a uuid',
      }
    },
  }
}
