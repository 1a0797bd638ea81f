import { EvaluationError } from './errors.ts'
import { offsetOf, partsOf, type TimeParts, timeFrom } from './time.ts'
import { offsetText, type Time } from './value.ts'

const MONTHS =
  'January February March April May June July August September October November December'
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'

/** One field of a layout, or a stretch of plain text. */
interface Field {
  /** What matches it in a text, as a regular expression without groups. */
  readonly pattern: string
  write(parts: ReturnType<typeof partsOf>): string
  read?(text: string, into: Draft): void
}

/** A time as it is read, with the half of the day apart. */
interface Draft extends TimeParts {
  afternoon?: boolean
}

type Numbered = Exclude<keyof TimeParts, 'offsetMinutes'>

const digits = (part: Numbered, width: number): Field => ({
  pattern: width === 1 ? '\\d+' : `\\d{${width}}`,
  write: (parts) => String(parts[part]).padStart(width, '0'),
  read: (text, into) => {
    into[part] = Number(text)
  },
})

const named = (part: 'month' | 'weekday', all: string, isShort: boolean): Field => {
  const names = all.split(' ').map((name) => (isShort ? name.slice(0, 3) : name))
  const first = part === 'month' ? 1 : 0
  return {
    pattern: names.join('|'),
    write: (parts) => names[parts[part] - first] ?? '',
    read: (text, into) => {
      // The day of the week follows from the date.
      const index = names.findIndex((name) => name.toLowerCase() === text.toLowerCase())
      if (part === 'month') into.month = index + first
    },
  }
}

const plain = (text: string): Field => ({
  pattern: text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  write: () => text,
})

const offset = (width: number): Field => ({
  pattern: 'Z|[+-]\\d\\d:?\\d\\d',
  write: ({ offsetMinutes }) => {
    const text = offsetMinutes === 0 ? '+00:00' : offsetText(offsetMinutes)
    return width > 1 ? text : text.replace(':', '')
  },
  read: (text, into) => {
    into.offsetMinutes = offsetOf(text)
  },
})

const FIELDS: Readonly<Record<string, (width: number) => Field>> = {
  y: (width) =>
    width === 2
      ? {
          pattern: '\\d\\d',
          write: ({ year }) => String(year % 100).padStart(2, '0'),
          read: (text, into) => {
            into.year = 2000 + Number(text)
          },
        }
      : digits('year', width),
  M: (width) => (width < 3 ? digits('month', width) : named('month', MONTHS, width === 3)),
  d: (width) => digits('day', width),
  E: (width) => named('weekday', WEEKDAYS, width < 4),
  H: (width) => digits('hour', width),
  h: (width) => ({
    ...digits('hour', width),
    write: ({ hour }) => String(hour % 12 || 12).padStart(width, '0'),
  }),
  m: (width) => digits('minute', width),
  s: (width) => digits('second', width),
  S: (width) => ({
    pattern: `\\d{${width}}`,
    write: ({ millisecond }) =>
      String(millisecond).padStart(3, '0').padEnd(width, '0').slice(0, width),
    read: (text, into) => {
      into.millisecond = Number(text.slice(0, 3).padEnd(3, '0'))
    },
  }),
  a: () => ({
    pattern: 'AM|PM',
    write: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
    read: (text, into) => {
      into.afternoon = text.toUpperCase() === 'PM'
    },
  }),
  Z: offset,
}

const MAX_LENGTH = 100

/** A run of one letter, quoted text (`''` is a quote), or anything else. */
const PIECES = /([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']+/g

const fieldsOf = (layout: string): readonly Field[] => {
  const pieces = [...layout.matchAll(PIECES)]
  if (layout.length > MAX_LENGTH || pieces.map(([piece]) => piece).join('') !== layout) {
    throw new EvaluationError(`"${layout.slice(0, MAX_LENGTH)}" is not a layout of times`)
  }
  return pieces.map(([piece, letter, quoted]) => {
    if (quoted !== undefined) return plain(quoted === '' ? "'" : quoted.replaceAll("''", "'"))
    if (letter === undefined) return plain(piece)
    const field = Object.hasOwn(FIELDS, letter) ? FIELDS[letter] : undefined
    if (field) return field(piece.length)
    throw new EvaluationError(`the letter ${letter} of the layout "${layout}" is not supported`)
  })
}

/**
 * A time in its own offset as a Joda layout writes it.
 * Source: Joda-Time, DateTimeFormat. Deviation: the letters y M d E H h m s S a Z only.
 * @throws EvaluationError for a layout with other letters
 */
export const formatWith = (layout: string, time: Time): string => {
  const parts = partsOf(time)
  return fieldsOf(layout)
    .map((field) => field.write(parts))
    .join('')
}

/**
 * The time that a text in a Joda layout names; parts that the layout lacks are those of
 * 1970-01-01T00:00Z, and a year of two digits lies in 2000 to 2099 (assumed).
 * @throws EvaluationError for a layout as above, and for text in another form
 */
export const parseWith = (layout: string, text: string): Time => {
  const fields = fieldsOf(layout)
  const pattern = new RegExp(`^${fields.map((field) => `(${field.pattern})`).join('')}$`, 'i')
  const draft: Draft = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    offsetMinutes: 0,
  }
  const match = text.length > MAX_LENGTH ? null : pattern.exec(text)
  for (const [i, field] of fields.entries()) field.read?.(match?.[i + 1] ?? '', draft)
  if (draft.afternoon !== undefined) draft.hour = (draft.hour % 12) + (draft.afternoon ? 12 : 0)
  const time = match ? timeFrom(draft) : undefined
  if (time) return time
  throw new EvaluationError(
    `"${text.slice(0, MAX_LENGTH)}" is not a time of the layout "${layout}"`,
  )
}
