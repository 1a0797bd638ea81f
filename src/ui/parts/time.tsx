import { agoText, exactTime } from '../format.ts'
import { machineNow, worldNow } from '../world-clock.ts'

/** How long ago something was by the clock of the world, or of the machine; the exact time on hover. */
export const Ago = ({ time, by = 'world' }: { time: string; by?: 'world' | 'machine' }) => (
  <time dateTime={time} title={exactTime(time)}>
    {agoText(time, by === 'world' ? worldNow() : machineNow())}
  </time>
)

/** The day of a time in the world; on hover how long ago that is, and the exact time. */
export const Day = ({ time }: { time: string }) => {
  const date = new Date(time)
  const isTime = !Number.isNaN(date.getTime())
  return (
    <time dateTime={time} title={`${agoText(time, worldNow())}, ${exactTime(time)}`}>
      {isTime ? date.toLocaleDateString(undefined, { dateStyle: 'medium' }) : time}
    </time>
  )
}
