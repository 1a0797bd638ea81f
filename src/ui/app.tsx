import { useSignal, useSignalEffect } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ComposerView } from './composer/composer-view.tsx'
import { client, tokenWanted } from './connection.ts'
import { ExchangesView } from './exchanges/exchanges-view.tsx'
import { FaultsView } from './faults/faults-view.tsx'
import { createFeed, type Feed } from './feed.ts'
import { Notice } from './parts/notice.tsx'
import { TokenPrompt } from './parts/token-prompt.tsx'
import { WorldChoice } from './parts/world-choice.tsx'
import { ProfilesView } from './profiles/profiles-view.tsx'
import { href, route, VIEWS, type View } from './route.ts'
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
      {feed.value && <Trouble feed={feed.value} />}
      {tokenWanted.value !== 'no' && <TokenPrompt />}
    </>
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
    </span>
  )
}

/** Why nothing new is shown. */
const Trouble = ({ feed }: { feed: Feed }) =>
  feed.connection.value !== 'lost' ? null : (
    <div class="trouble">
      <Notice>
        {feed.refusal.value ??
          'The emulator doesn’t answer. What is shown is what was known; it is asked again.'}
      </Notice>
    </div>
  )
