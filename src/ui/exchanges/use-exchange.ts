import { useEffect, useRef } from 'preact/hooks'
import type { Exchange } from '../../contract/control/exchange.ts'
import type { LiveExchange } from '../../contract/control/live.ts'
import { type Asked, useAsked } from '../connection.ts'

/** One exchange in full, asked for again when the feed tells that it has changed. `id` stays the same. */
export const useExchange = (id: string, row: LiveExchange | undefined): Asked<Exchange> => {
  const asked = useAsked((client) => client.exchanges.get(id))
  const known = useRef(row)
  useEffect(() => {
    if (known.current === row) return
    known.current = row
    asked.reload()
  }, [row])
  return asked
}
