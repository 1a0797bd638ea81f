import type { Effect } from '../../contract/service/effects.ts'
import type { CustomerSession } from '../../contract/service/integration-state.ts'
import { money } from '../format.ts'
import { type ReceiptLine, type Reduction, receiptOf } from './receipt.ts'

/** The cart with what its effects take off, down to what is to be paid. */
export const ReceiptTable = ({
  session,
  effects,
}: {
  session: CustomerSession
  effects: readonly Effect[]
}) => {
  const { items, costs, free, total, reductions, reduced, toPay } = receiptOf(session, effects)
  if (items.length === 0 && costs.length === 0) return <p class="faint">Empty.</p>
  return (
    <table class="receipt">
      <tbody>
        {[...items, ...costs].map((line, place) => (
          <Line key={place} line={line} />
        ))}
        {free.map((text, place) => (
          <tr key={place}>
            <td>
              {text} <span class="faint">free</span>
            </td>
            <td class="number">{money(0)}</td>
          </tr>
        ))}
        <Sum name="Total" value={total} />
        {reductions.map((reduction, place) => (
          <Off key={place} reduction={reduction} />
        ))}
        {reduced > 0 && toPay !== undefined && <Sum name="To pay" value={toPay} />}
        {toPay === undefined && (
          <tr>
            <td colSpan={2}>cancelled: all of this was given back</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

const Line = ({ line }: { line: ReceiptLine }) => (
  <>
    <tr>
      <td>
        {line.name} <span class="faint">{line.detail}</span>
      </td>
      <td class="number">{money(line.amount)}</td>
    </tr>
    {line.returned && <Off reduction={line.returned} />}
    {line.reductions.map((reduction, place) => (
      <Off key={place} reduction={reduction} />
    ))}
  </>
)

const Off = ({ reduction }: { reduction: Reduction }) => (
  <tr class="off">
    <td>{reduction.name}</td>
    <td class="number">-{money(reduction.value)}</td>
  </tr>
)

const Sum = ({ name, value }: { name: string; value: number }) => (
  <tr class="sum">
    <th scope="row">{name}</th>
    <td class="number">{money(value)}</td>
  </tr>
)
