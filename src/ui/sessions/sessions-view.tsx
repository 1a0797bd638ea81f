import { newestOf } from '../all-pages.ts'
import type { ViewProps } from '../app.tsx'
import { useAsked } from '../connection.ts'
import { money } from '../format.ts'
import { Notice } from '../parts/notice.tsx'
import { Split } from '../parts/split.tsx'
import { href, route } from '../route.ts'
import { usePaced } from '../use-paced.ts'
import { SessionDetail } from './session-detail.tsx'
import { SessionState } from './session-state.tsx'

/** The stored sessions, and one of them as a shopper would see it. */
export const SessionsView = ({ feed }: ViewProps) => {
  const paced = usePaced(feed.pulse)
  const { data, error } = useAsked((client) => paced(() => newestOf(client.sessions.list)))
  const { id } = route.value
  return (
    <>
      {error && <Notice>{error}</Notice>}
      <Split
        view="sessions"
        title="Sessions"
        id={id}
        isCut={data?.isCut ?? false}
        items={data?.items.map(({ integrationId, state, total, profileId }) => ({
          id: integrationId,
          text: integrationId,
          note: (
            <>
              {profileId && <span>{profileId}</span>}
              <span class="number">{money(total)}</span>
              <SessionState state={state} />
            </>
          ),
        }))}
        empty={
          <>
            <h2>No sessions yet</h2>
            <p>
              A session is stored with its first update. <a href={href('composer')}>Send one.</a>
            </p>
          </>
        }
      >
        {id !== undefined && <SessionDetail key={id} id={id} feed={feed} />}
      </Split>
    </>
  )
}
