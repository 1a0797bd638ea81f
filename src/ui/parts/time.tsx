import { signal } from '@preact/signals'
import { agoText, exactTime } from '../format.ts'

/** One clock for all that is shown. */
const now = signal(Date.now())
setInterval(() => {
  now.value = Date.now()
}, 1000)

/** How long ago something was; the exact time on hover. */
export const Ago = ({ time }: { time: string }) => (
  <time dateTime={time} title={exactTime(time)}>
    {agoText(time, Math.max(now.value, Date.now()))}
  </time>
)
