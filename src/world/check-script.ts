import type { SinkAnswer } from '../contract/control/sinks.ts'
import { brief, type Fault } from '../core/errors.ts'

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** What the connection sets itself. */
const RESERVED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const faultOf = (name: string, value: string | number): string | undefined => {
  if (!NAME.test(name)) return 'must be the name of an HTTP header'
  if (RESERVED.has(name.toLowerCase())) return 'is set by the connection itself'
  return VALUE.test(String(value)) ? undefined : 'must be text that an HTTP header can hold'
}

/** What is wrong with the headers of a script, each named; none: they can be sent. */
export const checkScript = (script: readonly SinkAnswer[]): Fault[] =>
  script.flatMap((answer, index) => {
    const headers = typeof answer === 'number' ? {} : (answer.headers ?? {})
    return Object.entries(headers).flatMap(([name, value]) => {
      const fault = faultOf(name, value)
      const details = `script[${index}].headers.${brief(name)} ${fault}`
      return fault ? [{ title: 'Invalid header', details, source: `/script/${index}/headers` }] : []
    })
  })
