import { useSignal } from '@preact/signals'
import type { FaultInput } from '../../contract/control/faults.ts'

/** What can be chosen. All else is set through the control API. */
const KINDS: Record<string, Pick<FaultInput, 'where' | 'do'>> = {
  'answer 429, too many requests': { where: 'request', do: { status: 429 } },
  'answer 500': { where: 'request', do: { status: 500 } },
  'answer 503': { where: 'request', do: { status: 503 } },
  'answer 404': { where: 'request', do: { status: 404 } },
  'answer 401': { where: 'request', do: { status: 401 } },
  'refuse as a conflict': { where: 'request', do: { conflict: true } },
  'answer late': { where: 'request', do: { delayMs: 2000 } },
  'reset the connection': { where: 'request', do: { reset: true } },
  'answer cut JSON': { where: 'request', do: { malformed: true } },
  'callback: send none': { where: 'callback', do: { drop: true } },
  'callback: send it twice': { where: 'callback', do: { duplicate: true } },
  'callback: send it late': { where: 'callback', do: { delayMs: 2000 } },
  'callback: before the reply': { where: 'callback', do: { beforeReply: true } },
  'callback: a wrong key': { where: 'callback', do: { wrongKey: true } },
  'callback: a wrong correlation ID': { where: 'callback', do: { wrongCorrelationId: true } },
  'callback: a cut body': { where: 'callback', do: { truncate: true } },
}

/** Sets a fault of the usual kinds. */
export const FaultForm = ({ onAdd }: { onAdd: (fault: FaultInput) => void }) => {
  const kind = useSignal(Object.keys(KINDS)[0] ?? '')
  const delay = useSignal('2000')
  const times = useSignal('1')
  const session = useSignal('')
  const seconds = useSignal('')
  const chosen = KINDS[kind.value]
  const isLate = chosen?.do.delayMs !== undefined
  const submit = (event: Event) => {
    event.preventDefault()
    if (!chosen) return
    onAdd({
      where: chosen.where,
      do: isLate ? { delayMs: Number(delay.value) } : chosen.do,
      ...(times.value && { times: Number(times.value) }),
      ...(seconds.value && { ttlMs: Number(seconds.value) * 1000 }),
      ...(session.value && { match: { sessionId: session.value } }),
    })
  }
  return (
    <form onSubmit={submit}>
      <h3>Set one</h3>
      <div class="fields">
        <label>
          What happens
          <select
            value={kind.value}
            onChange={({ currentTarget }) => {
              kind.value = currentTarget.value
            }}
          >
            {Object.keys(KINDS).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {isLate && <Count label="Milliseconds" value={delay} />}
        <Count label="Times (empty: always)" value={times} />
        <Count label="Seconds until it is gone" value={seconds} />
        <label>
          Session (empty: all)
          <input
            value={session.value}
            onInput={({ currentTarget }) => {
              session.value = currentTarget.value
            }}
          />
        </label>
      </div>
      <button type="submit" class="primary">
        Set
      </button>
    </form>
  )
}

const Count = ({ label, value }: { label: string; value: { value: string } }) => (
  <label>
    {label}
    <input
      type="number"
      min="1"
      value={value.value}
      onInput={({ currentTarget }) => {
        value.value = currentTarget.value
      }}
    />
  </label>
)
