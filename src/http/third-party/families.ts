import { braze } from './braze/family.ts'
import { cdp } from './cdp/family.ts'
import { customerEngagement } from './customer-engagement/family.ts'
import { emarsys } from './emarsys/family.ts'
import type { Family } from './family.ts'
import { iterable } from './iterable/family.ts'
import { mparticle } from './mparticle/family.ts'
import { segment } from './segment/family.ts'

/** Every family of the Third-party API that is emulated, each a folder of its own. */
export const FAMILIES: readonly Family[] = [
  segment,
  cdp,
  customerEngagement,
  iterable,
  braze,
  emarsys,
  mparticle,
]
