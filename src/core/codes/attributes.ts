import type { Attribute } from '../../contract/service/integration-state.ts'
import { defineAttribute } from '../attributes/define.ts'
import { AttributeResolver, type UnknownAttributes } from '../attributes/resolve.ts'
import { invalid } from '../errors.ts'
import type { Facts } from '../facts.ts'
import type { Moment } from '../moment.ts'

/** Attributes that a request gives a new code. */
export interface CodeAttributes {
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
  readonly unknownAttributes: UnknownAttributes
}

/**
 * The attributes of a new code, and those that come into being; `null` is none. Call it before an ID is spent.
 * @throws EmulatorError ATTRIBUTE_INVALID
 */
export const resolveCodeAttributes = (
  entity: 'Coupon' | 'Referral',
  { attributes: definitions }: Facts,
  { attributes = {}, unknownAttributes }: CodeAttributes,
): { values: Record<string, unknown>; define: (moment: Moment) => readonly Attribute[] } => {
  const resolver = new AttributeResolver({ definitions, unknown: unknownAttributes })
  const resolved = resolver.resolve(entity, attributes, '/attributes')
  if (resolver.faults.length > 0) throw invalid('ATTRIBUTE_INVALID', resolver.faults)
  return {
    values: Object.fromEntries(Object.entries(resolved).filter(([, value]) => value !== null)),
    define: (moment) => resolver.created.map((attribute) => defineAttribute(attribute, moment)),
  }
}
