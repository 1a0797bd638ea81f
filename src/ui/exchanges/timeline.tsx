import type { Attempt, Callback } from '../../contract/control/exchange.ts'
import { durationText, exactTime } from '../format.ts'
import { Badge, type Tone } from '../parts/badges.tsx'
import { Ago } from '../parts/time.tsx'

const TONES: Record<Attempt['outcome'], Tone> = {
  delivered: 'good',
  refused: 'bad',
  timeout: 'bad',
  unreachable: 'bad',
  blocked: 'bad',
}

/** Of the picture, in its own units. */
const WIDTH = 360
const HEIGHT = 62
const LINE = 26
const MARGIN = 34
/** Attempts in the picture; the list below has all. */
const MAX_DRAWN = 7

/** The attempts of a callback as a picture and as a list, from the request to what comes next. */
export const Timeline = ({ receivedAt, callback }: { receivedAt: string; callback: Callback }) => {
  const { attempts, nextAttemptAt } = callback
  if (attempts.length === 0 && nextAttemptAt === null) return null
  return (
    <>
      <Picture receivedAt={receivedAt} callback={callback} />
      <ol class="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.number}>
            <Badge tone={TONES[attempt.outcome]}>{attempt.status ?? attempt.outcome}</Badge>
            <span>
              attempt {attempt.number} <Ago time={attempt.at} />, {durationText(attempt.durationMs)}
            </span>
            {attempt.reason && <span class="reason">{attempt.reason}</span>}
            {attempt.fault && (
              <span class="reason">
                fault {attempt.fault.id}: {Object.keys(attempt.fault.did).join(', ')}
              </span>
            )}
          </li>
        ))}
        {nextAttemptAt !== null && (
          <li>
            <Badge tone="busy">next</Badge> <Ago time={nextAttemptAt} />
          </li>
        )}
      </ol>
    </>
  )
}

const Picture = ({ receivedAt, callback }: { receivedAt: string; callback: Callback }) => {
  const shown = callback.attempts.slice(-MAX_DRAWN)
  const isCut = shown.length < callback.attempts.length
  const times = [
    receivedAt,
    ...shown.map(({ at }) => at),
    ...(callback.nextAttemptAt === null ? [] : [callback.nextAttemptAt]),
  ].map((time) => Date.parse(time))
  const places = placesOf(times)
  const [start = MARGIN] = places
  const next = callback.nextAttemptAt === null ? undefined : places.at(-1)
  const said = shown.map((attempt) => attempt.status ?? attempt.outcome).join(', then ')
  return (
    <svg
      class="timeline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Attempts: ${said || 'none yet'}`}
    >
      <line x1={start} x2={places.at(-1)} y1={LINE} y2={LINE} />
      <circle cx={start} cy={LINE} r="4" class="request">
        <title>Request, {exactTime(receivedAt)}</title>
      </circle>
      <text x={start} y={LINE + 24}>
        request
      </text>
      {shown.map((attempt, index) => {
        const x = places[index + 1] ?? 0
        const waitedMs = (times[index + 1] ?? 0) - (times[index] ?? 0)
        return (
          <g key={attempt.number} class={TONES[attempt.outcome]}>
            <circle cx={x} cy={LINE} r="7">
              <title>
                Attempt {attempt.number}, {exactTime(attempt.at)}:{' '}
                {attempt.reason ?? attempt.outcome}
              </title>
            </circle>
            <text x={x} y={LINE + 24}>
              {attempt.status ?? '✕'}
            </text>
            <text x={((places[index] ?? 0) + x) / 2} y={LINE - 10} class="gap">
              {isCut && index === 0 ? '…' : durationText(Math.max(0, waitedMs))}
            </text>
          </g>
        )
      })}
      {next !== undefined && (
        <g class="next">
          <circle cx={next} cy={LINE} r="7" />
          <text x={next} y={LINE + 24}>
            next
          </text>
        </g>
      )}
    </svg>
  )
}

/**
 * Where times stand in the picture, in its units. Gaps are drawn by their logarithm, so that 2 ms and two hours
 * both can be seen.
 */
const placesOf = (times: readonly number[]): number[] => {
  const gaps = times
    .slice(1)
    .map((time, index) => 1 + Math.log10(1 + Math.max(0, time - (times[index] ?? 0))))
  const whole = gaps.reduce((sum, gap) => sum + gap, 0) || 1
  let place = MARGIN
  return [place, ...gaps.map((gap) => (place += (gap / whole) * (WIDTH - 2 * MARGIN)))]
}
