import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { OrNull } from '../wire-types.ts'

/** A list of the control API. `next` is the cursor of the page behind this one, null at the end. */
export const PageOf = <T extends TSchema>(item: T, title: string) =>
  Type.Object(
    { items: Type.Array(item), next: OrNull(Type.String({ description: 'Pass it as `cursor`.' })) },
    { title },
  )

/** The same, of a bounded list. */
export const BoundedPageOf = <T extends TSchema>(item: T, title: string, dropped: string) =>
  Type.Object(
    {
      ...PageOf(item, title).properties,
      dropped: Type.Integer({ minimum: 0, description: dropped }),
    },
    { title },
  )

export const Status = Type.Object({ status: Type.String() }, { title: 'Status' })
export type Status = Static<typeof Status>

/** How many exchanges match. */
export const Verified = Type.Object({ count: Type.Integer({ minimum: 0 }) }, { title: 'Verified' })
export type Verified = Static<typeof Verified>
