import { useSignal } from '@preact/signals'
import type { CampaignCoupon } from '../../contract/control/codes.ts'
import { plural } from '../format.ts'
import { Day } from '../parts/time.tsx'
import { href } from '../route.ts'

/** Rows that are drawn; the field narrows them. */
const MAX_DRAWN = 200

/** The coupons of the world, and how far each is used. */
export const Coupons = ({
  coupons,
  isCut,
}: {
  coupons: readonly CampaignCoupon[]
  isCut: boolean
}) => {
  const text = useSignal('')
  const wanted = text.value.toLowerCase()
  const shown = coupons.filter(({ value, campaignName }) =>
    `${value} ${campaignName}`.toLowerCase().includes(wanted),
  )
  return (
    <section class="card wide" aria-label="Coupons">
      <div class="detail-head">
        <h3>Coupons</h3>
        {coupons.length > 0 && (
          <input
            type="search"
            aria-label="Code or campaign"
            placeholder="Code or campaign"
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value
            }}
          />
        )}
      </div>
      {coupons.length === 0 ? (
        <p class="faint">None.</p>
      ) : (
        <CouponTable coupons={shown.slice(0, MAX_DRAWN)} />
      )}
      {shown.length > MAX_DRAWN && (
        <p class="faint">{plural(shown.length - MAX_DRAWN, 'more coupon')}; narrow them.</p>
      )}
      {isCut && <p class="faint">There are more than this page holds.</p>}
    </section>
  )
}

const CouponTable = ({ coupons }: { coupons: readonly CampaignCoupon[] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Code</th>
        <th scope="col">Campaign</th>
        <th scope="col" class="number">
          Used
        </th>
        <th scope="col">Valid</th>
        <th scope="col">For</th>
      </tr>
    </thead>
    <tbody>
      {coupons.map((coupon) => (
        <tr key={coupon.id}>
          <td>
            <code>{coupon.value}</code>
          </td>
          <td>{coupon.campaignName}</td>
          <td class="number">
            {coupon.usageCounter} of {coupon.usageLimit === 0 ? '∞' : coupon.usageLimit}
          </td>
          <td>
            {coupon.startDate && (
              <>
                from <Day time={coupon.startDate} />{' '}
              </>
            )}
            {coupon.expiryDate && (
              <>
                until <Day time={coupon.expiryDate} />
              </>
            )}
          </td>
          <td>
            {coupon.recipientIntegrationId && (
              <a href={href('profiles', coupon.recipientIntegrationId)}>
                {coupon.recipientIntegrationId}
              </a>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
