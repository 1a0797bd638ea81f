import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { MockClient } from '../../client/mock-client.ts'
import type { Fault } from '../../contract/control/faults.ts'
import { client, messageOf, noteRefusal, useAsked } from '../connection.ts'
import { durationText } from '../format.ts'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { usePaced, useTicks } from '../use-paced.ts'
import { noteClock } from '../world-clock.ts'
import { ClockCard } from './clock-card.tsx'
import { FaultForm } from './fault-form.tsx'

/** Runs something, and shows why it was refused. */
export type Act = (act: (client: MockClient) => Promise<unknown>) => Promise<void>

/** The feed tells neither that time goes nor what others set. */
const LOOK_EVERY_MS = 1000

/** What goes wrong on purpose, and what time it is. */
export const FaultsView = () => {
  const refused = useSignal<string | undefined>(undefined)
  const paced = usePaced(useTicks(LOOK_EVERY_MS))
  const faults = useAsked((asked) => paced(() => asked.faults.list()))
  const clock = useAsked((asked) => paced(() => asked.clock.get()))
  const time = clock.data
  useEffect(() => {
    if (time) noteClock(time)
  }, [time])
  const act: Act = async (perform) => {
    try {
      await perform(client.value)
      refused.value = undefined
    } catch (error) {
      if (!noteRefusal(error)) refused.value = messageOf(error)
    }
    faults.reload()
    clock.reload()
  }
  const error = refused.value ?? faults.error ?? clock.error
  return (
    <div class="page">
      {error && <Notice>{error}</Notice>}
      <div class="columns">
        <section class="card" aria-label="Faults">
          <div class="detail-head">
            <h2>Faults</h2>
            <button
              type="button"
              disabled={!faults.data?.items.length}
              onClick={() => void act((asked) => asked.faults.clear())}
            >
              Clear all
            </button>
          </div>
          {faults.data?.items.length === 0 && <p class="faint">None is set: everything works.</p>}
          <ul class="faults">
            {faults.data?.items.map((fault) => (
              <FaultRow
                key={fault.id}
                fault={fault}
                onClear={() => void act((asked) => asked.faults.remove(fault.id))}
              />
            ))}
          </ul>
          <FaultForm onAdd={(fault) => void act((asked) => asked.faults.add(fault))} />
        </section>
        {clock.data && <ClockCard clock={clock.data} act={act} />}
      </div>
    </div>
  )
}

const FaultRow = ({ fault, onClear }: { fault: Fault; onClear: () => void }) => {
  const left = fault.times === null ? undefined : fault.times - fault.applied
  const matches = Object.entries(fault.match).map(([name, value]) => `${name} ${value}`)
  return (
    <li>
      <div>
        <strong>{actionsOf(fault)}</strong> of {fault.where}s
        {matches.length > 0 && <span class="faint"> with {matches.join(', ')}</span>}
        <span class="note">
          {left === undefined ? `struck ${fault.applied} times` : `${left} of ${fault.times} left`}
          {fault.probability < 1 && `, by a chance of ${fault.probability}`}
          {fault.expiresAt && (
            <>
              , gone <Ago time={fault.expiresAt} />
            </>
          )}
        </span>
      </div>
      <button type="button" onClick={onClear} aria-label={`Clear fault ${fault.id}`}>
        ✕
      </button>
    </li>
  )
}

const actionsOf = ({ do: actions }: Fault): string =>
  Object.entries(actions)
    .map(([name, value]) => {
      if (value === true) return name
      if (name === 'delayMs' && typeof value === 'number') return `delay ${durationText(value)}`
      return typeof value === 'object'
        ? `delay ${durationText(value.min)} to ${durationText(value.max)}`
        : `${name} ${value}`
    })
    .join(', ')
