import { divide, fromNumber, toNumber } from '../../../core/decimal.ts'
import { EvaluationError } from '../errors.ts'
import { type Builtin, DECIMAL, STRING, TIME, takes } from '../overload.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS, parseFreely, partsOf } from '../time.ts'
import { formatWith, parseWith } from '../time-layout.ts'
import type { Value } from '../value.ts'

/** Milliseconds as a decimal of days. */
const daysOf = (ms: number): Value => divide(fromNumber(ms), fromNumber(DAY_MS))

/** A part of a time in its own offset, as digits without padding. */
const part = (name: keyof ReturnType<typeof partsOf>): Builtin => ({
  overloads: [takes([TIME], ([time]) => String(partsOf(time)[name]))],
})

const UNITS = new Map([
  ['minutes', MINUTE_MS],
  ['hours', HOUR_MS],
  ['days', DAY_MS],
])

/** Moves a time by whole units, cut off towards zero. */
const moving = (name: string, sign: -1 | 1): Builtin => ({
  overloads: [
    takes([TIME, DECIMAL, STRING], ([time, amount, unit]) => {
      const unitMs = UNITS.get(unit)
      if (unitMs !== undefined) return later(time, sign * Math.trunc(toNumber(amount)) * unitMs)
      throw new EvaluationError(`${name} takes minutes, hours or days, got "${unit.slice(0, 80)}"`)
    }),
  ],
})

/**
 * Functions of times; the parts of a time are text. Source: the public Talang interpreter.
 * Assumed: `formatTime` keeps a fraction of a second.
 */
export const TIMES: Readonly<Record<string, Builtin>> = {
  after: { overloads: [takes([TIME, TIME], ([a, b]) => a.at > b.at)] },
  before: { overloads: [takes([TIME, TIME], ([a, b]) => a.at < b.at)] },
  betweenTimes: {
    overloads: [
      takes([TIME, TIME, TIME], ([time, start, end]) => time.at > start.at && time.at < end.at),
    ],
  },
  parseTime: {
    overloads: [
      takes([STRING], ([text]) => parseFreely(text)),
      takes([STRING, STRING], ([text, layout]) => parseWith(layout, text)),
    ],
  },
  formatTime: { overloads: [takes([TIME], ([time]) => time.toText())] },
  date: { overloads: [takes([TIME], ([time]) => formatWith('yyyy-MM-dd', time))] },
  hour: part('hour'),
  minute: part('minute'),
  month: part('month'),
  monthDay: part('day'),
  year: part('year'),
  weekday: part('weekday'),
  matchTime: {
    overloads: [
      takes(
        [TIME, TIME, STRING],
        ([a, b, layout]) => formatWith(layout, a) === formatWith(layout, b),
      ),
    ],
  },
  days: { overloads: [takes([TIME], ([time], now) => daysOf(time.at - now))] },
  daysBetween: { overloads: [takes([TIME, TIME], ([from, to]) => daysOf(to.at - from.at))] },
  addDuration: moving('addDuration', 1),
  subDuration: moving('subDuration', -1),
}
