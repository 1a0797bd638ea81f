import { useSignal } from '@preact/signals'
import { COUPON_REJECTIONS, REFERRAL_REJECTIONS } from '../../contract/service/rejections.ts'
import { useAsked } from '../connection.ts'
import {
  codesOf,
  type Draft,
  type DraftItem,
  itemsOf,
  NEW_ITEM,
  numberOf,
  withItem,
  withSession,
} from './draft.ts'

export interface SessionFormProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

const STATES = ['open', 'closed', 'cancelled', 'partially_returned'] as const

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** Whatever its type is, an entry as text; a list with commas between. */
const listOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : ''

/** What a session says most often. All else is in the body below. */
export const SessionForm = ({ draft, onChange }: SessionFormProps) => {
  const session = draft.customerSession
  /** A comma at the end is not taken away while codes are typed. */
  const typed = useSignal<string | undefined>(undefined)
  const set = (changes: Readonly<Record<string, unknown>>) => onChange(withSession(draft, changes))
  return (
    <>
      <div class="fields">
        <label>
          Profile
          <input
            value={textOf(session.profileId)}
            onInput={({ currentTarget: { value } }) => set({ profileId: value || undefined })}
          />
        </label>
        <label>
          State
          <select
            value={textOf(session.state) || 'open'}
            onChange={({ currentTarget: { value } }) => set({ state: value })}
          >
            {[...new Set([...STATES, textOf(session.state)])].filter(Boolean).map((state) => (
              <option key={state}>{state}</option>
            ))}
          </select>
        </label>
        <label>
          Coupon codes
          <input
            list="coupon-codes"
            value={typed.value ?? listOf(session.couponCodes)}
            onInput={({ currentTarget: { value } }) => {
              typed.value = value
              set({ couponCodes: codesOf(value) })
            }}
            onBlur={() => {
              typed.value = undefined
            }}
          />
        </label>
        <label>
          Referral code
          <input
            list="referral-codes"
            value={textOf(session.referralCode)}
            onInput={({ currentTarget: { value } }) => set({ referralCode: value || undefined })}
          />
        </label>
      </div>
      <Codes />
      <div class="wide">
        <table class="cart">
          <caption>Cart</caption>
          <thead>
            <tr>
              {COLUMNS.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">
                <button
                  type="button"
                  onClick={() => set({ cartItems: [...itemsOf(draft), NEW_ITEM] })}
                >
                  Add a line
                </button>
              </th>
            </tr>
          </thead>
          <tbody>
            {itemsOf(draft).map((item, place) => (
              <Line
                key={place}
                item={item}
                place={place}
                onChange={(changes) => onChange(withItem(draft, place, changes))}
                onRemove={() => set({ cartItems: itemsOf(draft).filter((_, at) => at !== place) })}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const COLUMNS = [
  { field: 'sku', title: 'SKU', isNumber: false },
  { field: 'name', title: 'Name', isNumber: false },
  { field: 'category', title: 'Category', isNumber: false },
  { field: 'quantity', title: 'Quantity', isNumber: true },
  { field: 'price', title: 'Price', isNumber: true },
] as const

interface LineProps {
  item: DraftItem
  place: number
  onChange: (changes: DraftItem) => void
  onRemove: () => void
}

const Line = ({ item, place, onChange, onRemove }: LineProps) => (
  <tr>
    {COLUMNS.map(({ field, title, isNumber }) => (
      <td key={field}>
        <input
          aria-label={`${title} of line ${place + 1}`}
          inputMode={isNumber ? 'decimal' : 'text'}
          value={textOf(item[field])}
          onChange={({ currentTarget: { value } }) =>
            onChange({ [field]: isNumber ? numberOf(value) : value })
          }
        />
      </td>
    ))}
    <td>
      <button type="button" onClick={onRemove} aria-label={`Remove line ${place + 1}`}>
        ✕
      </button>
    </td>
  </tr>
)

/** Codes to choose from: those of the scenario, and magic ones that bring about every outcome. */
const Codes = () => {
  const { data: coupons } = useAsked((client) => client.coupons.list({ limit: 200 }))
  return (
    <>
      <datalist id="coupon-codes">
        {coupons?.items.map(({ value, campaignName }) => (
          <option key={value} value={value}>
            {campaignName}
          </option>
        ))}
        <option value="DISCOUNT-15">magic: 15 % off</option>
        <option value="ACCEPT-ANYTHING">magic: accepted</option>
        {COUPON_REJECTIONS.map((reason) => (
          <option key={reason} value={`REJECT-${reason}`}>
            magic: refused so
          </option>
        ))}
      </datalist>
      <datalist id="referral-codes">
        <option value="ACCEPT-ANYTHING">magic: accepted</option>
        {REFERRAL_REJECTIONS.map((reason) => (
          <option key={reason} value={`REJECT-${reason}`}>
            magic: refused so
          </option>
        ))}
      </datalist>
    </>
  )
}
