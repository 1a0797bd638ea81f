import { useAsked } from '../connection.ts'
import { go, hashOf, route, world } from '../route.ts'
import { useTicks } from '../use-paced.ts'

/** Worlds come into being with their first request, of which the feed of another one doesn't tell. */
const ASK_EVERY_MS = 3000

/** The worlds there are, where there may be more than the shared one. */
export const WorldChoice = () => {
  const ticks = useTicks(ASK_EVERY_MS)
  const { data } = useAsked((client) => {
    ticks.value
    return client.worlds.list()
  })
  const chosen = world.value ?? 'shared'
  if (!data || (data.isolation === 'shared' && chosen === 'shared')) return null
  const names = data.items.map(({ name }) => name)
  return (
    <label class="world">
      World{' '}
      <select
        value={chosen}
        onChange={({ currentTarget: { value } }) =>
          go(hashOf(route.value.view, undefined, { world: value === 'shared' ? undefined : value }))
        }
      >
        {[...new Set(['shared', ...names, chosen])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
