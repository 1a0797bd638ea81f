import { useSignal } from '@preact/signals'
import type { ClockState } from '../../contract/control/clock.ts'
import { plural } from '../format.ts'
import { Badge } from '../parts/badges.tsx'
import { Notice } from '../parts/notice.tsx'
import type { Act } from './faults-view.tsx'

/** Steps that are offered, in milliseconds. */
const STEPS = [
  ['1 s', 1000],
  ['1 min', 60_000],
  ['1 h', 3_600_000],
  ['1 day', 86_400_000],
  ['30 days', 2_592_000_000],
] as const

/** The time of the world: it goes, or stands still and is moved by hand. */
export const ClockCard = ({ clock, act }: { clock: ClockState; act: Act }) => {
  const at = useSignal('')
  const fired = useSignal<number | undefined>(undefined)
  const advance = (ms: number) =>
    act(async (client) => {
      fired.value = (await client.clock.advance(ms)).fired
    })
  return (
    <section class="card" aria-label="Clock">
      <h2>Clock</h2>
      <p class="facts">
        <Badge tone={clock.frozen ? 'busy' : 'good'}>{clock.frozen ? 'frozen' : 'running'}</Badge>
        <time dateTime={clock.now}>{clock.now}</time>
      </p>
      {clock.frozen ? (
        <>
          <p>Moves on by</p>
          <p class="buttons">
            {STEPS.map(([name, ms]) => (
              <button key={name} type="button" onClick={() => void advance(ms)}>
                {name}
              </button>
            ))}
          </p>
          {fired.value !== undefined && (
            <Notice tone="good">
              {fired.value === 0
                ? 'Nothing was due.'
                : `${plural(fired.value, 'thing')} became due.`}
            </Notice>
          )}
          <button type="button" onClick={() => void act((client) => client.clock.free())}>
            Let it run
          </button>
        </>
      ) : (
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault()
            void act((client) => client.clock.freeze(at.value || undefined))
          }}
        >
          <label>
            Freeze at (empty: now)
            <input
              placeholder="2030-01-01T00:00:00Z"
              value={at.value}
              onInput={({ currentTarget }) => {
                at.value = currentTarget.value
              }}
            />
          </label>
          <button type="submit">Freeze</button>
        </form>
      )}
    </section>
  )
}
