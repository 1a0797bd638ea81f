import { computed, signal } from '@preact/signals'

/** The views, in the order of the navigation. */
export const VIEWS = [
  'exchanges',
  'sessions',
  'profiles',
  'composer',
  'scenario',
  'faults',
  'state',
] as const
export type View = (typeof VIEWS)[number]

/** What the address bar says: `#/sessions/s1?world=w_1`. */
export interface Route {
  readonly view: View
  /** What of the view is looked at. */
  readonly id: string | undefined
  readonly query: Readonly<Record<string, string>>
}

export const parseRoute = (hash: string): Route => {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [name, id] = path.split('/', 2)
  return {
    view: VIEWS.find((view) => view === name) ?? 'exchanges',
    id: id ? decoded(id) : undefined,
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

/** A part of a path as what it names. One with bad escapes, of a link that was cut, names nothing: itself. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a route; what is empty or undefined is left out. */
export const hashOf = (
  view: View,
  id?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const search = new URLSearchParams(given).toString()
  return `#/${view}${id === undefined ? '' : `/${encoded(id)}`}${search && `?${search}`}`
}

/** Half a character, which JSON can hold, has no place in an address: it becomes U+FFFD, as it does in a query. */
const encoded = (id: string): string => encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\uFFFD'))

export const route = signal<Route>(parseRoute(location.hash))

/** The world that is looked at; undefined: the shared one. */
export const world = computed(() => route.value.query.world)

/** The address of another view of the same world. */
export const href = (
  view: View,
  id?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => hashOf(view, id, { world: world.value, ...query })

const take = (hash: string): void => {
  route.value = parseRoute(hash)
}

addEventListener('hashchange', () => take(location.hash))

/** Goes to an address; Back returns from there. */
export const go = (hash: string): void => {
  if (hash === location.hash) return
  history.pushState(null, '', hash)
  take(hash)
}

/** Says in the address bar what the view has become. */
export const replaceRoute = (hash: string): void => {
  if (hash === location.hash) return
  history.replaceState(null, '', hash)
  take(hash)
}

/** Changes parts of the query; undefined takes one away. */
export const setQuery = (changes: Readonly<Record<string, string | undefined>>): void => {
  const { view, id, query } = route.value
  replaceRoute(hashOf(view, id, { ...query, ...changes }))
}
