import { ACCOUNTS } from './fidelity/accounts.ts'
import type { FidelityRow } from './fidelity/area.ts'
import { CALLBACKS } from './fidelity/callbacks.ts'
import { CONTROL } from './fidelity/control.ts'
import { INTEGRATION } from './fidelity/integration.ts'
import { PLATFORMS } from './fidelity/platforms.ts'
import { REQUESTS } from './fidelity/requests.ts'
import { REWARDS } from './fidelity/rewards.ts'
import { RULES } from './fidelity/rules.ts'
import { SESSIONS } from './fidelity/sessions.ts'

export { FidelityRow } from './fidelity/area.ts'

/** Every behaviour of the emulated service that is built, and every guess. The README prints it. */
export const FIDELITY: readonly FidelityRow[] = [
  ...REQUESTS,
  ...CALLBACKS,
  ...SESSIONS,
  ...RULES,
  ...REWARDS,
  ...ACCOUNTS,
  ...INTEGRATION,
  ...PLATFORMS,
  ...CONTROL,
]
