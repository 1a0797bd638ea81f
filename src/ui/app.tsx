import { useSignal, useSignalEffect } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ComposerView } from './composer/composer-view.tsx'
import { client, tokenWanted, useAsked } from './connection.ts'
import { ExchangesView } from './exchanges/exchanges-view.tsx'
import { FaultsView } from './faults/faults-view.tsx'
import { createFeed, type Feed } from './feed.ts'
import { Notice } from './parts/notice.tsx'
import { TokenPrompt } from './parts/token-prompt.tsx'
import { ProfilesView } from './profiles/profiles-view.tsx'
import { go, hashOf, href, route, VIEWS, type View, world } from './route.ts'
import { ScenarioView } from './scenario/scenario-view.tsx'
import { SessionsView } from './sessions/sessions-view.tsx'
import { StateView } from './state/state-view.tsx'
import { askClock } from './world-clock.ts'

/** What a view is given: the feed of the world that is looked at. */
export interface ViewProps {
  readonly feed: Feed
}

const SHOWN: Record<View, { title: string; Component: FunctionComponent<ViewProps> }> = {
  exchanges: { title: 'Exchanges', Component: ExchangesView },
  sessions: { title: 'Sessions', Component: SessionsView },
  profiles: { title: 'Profiles', Component: ProfilesView },
  composer: { title: 'Composer', Component: ComposerView },
  scenario: { title: 'Scenario', Component: ScenarioView },
  faults: { title: 'Faults & clock', Component: FaultsView },
  state: { title: 'Snapshot', Component: StateView },
}

export const App = () => {
  const feed = useSignal<Feed | undefined>(undefined)
  const made = useRef(0)
  useSignalEffect(() => {
    const opened = createFeed(client.value)
    made.current++
    feed.value = opened
    return opened.stop
  })
  useSignalEffect(() => {
    client.value
    feed.value?.pulse.value
    void askClock()
  })
  const { view } = route.value
  const { title, Component } = SHOWN[view]
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]')
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [view])
  document.title = `${title} – talon-mock`
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        To the content
      </button>
      <header>
        <a class="brand" href={href('exchanges')}>
          talon-mock
        </a>
        <nav aria-label="Views" ref={nav}>
          {VIEWS.map((name) => (
            <a key={name} href={href(name)} aria-current={name === view ? 'page' : undefined}>
              {SHOWN[name].title}
            </a>
          ))}
        </nav>
        <WorldChoice />
        {feed.value && <ConnectionState feed={feed.value} />}
      </header>
      <main id="main" tabIndex={-1}>
        <h1 class="unseen">{title}</h1>
        {/* A view is made for one feed: another world or token makes another. */}
        {feed.value && <Component feed={feed.value} key={made.current} />}
      </main>
      {tokenWanted.value !== 'no' && <TokenPrompt />}
    </>
  )
}

/** The worlds there are, when there is more than the shared one. */
const WorldChoice = () => {
  const { data } = useAsked((asked) => asked.worlds.list())
  const names = data?.items.map(({ name }) => name) ?? []
  const chosen = world.value ?? 'shared'
  if (names.length < 2 && chosen === 'shared') return null
  return (
    <label class="world">
      World{' '}
      <select
        value={chosen}
        onChange={({ currentTarget }) => {
          const { value } = currentTarget
          go(hashOf(route.value.view, undefined, { world: value === 'shared' ? undefined : value }))
        }}
      >
        {[...new Set(['shared', ...names, chosen])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

const CONNECTIONS = {
  connecting: ['busy', 'connecting'],
  live: ['good', 'live'],
  lost: ['bad', 'reconnecting'],
} as const

const ConnectionState = ({ feed }: { feed: Feed }) => {
  const [tone, text] = CONNECTIONS[feed.connection.value]
  return (
    <span class={`connection ${tone}`} role="status">
      <i aria-hidden="true" />
      {text}
      {feed.connection.value === 'lost' && (
        <Notice>
          The emulator doesn’t answer. What is shown is what was known; it is asked again.
        </Notice>
      )}
    </span>
  )
}
