import { newestOf } from '../all-pages.ts'
import type { ViewProps } from '../app.tsx'
import { useAsked } from '../connection.ts'
import { money, plural } from '../format.ts'
import { Notice } from '../parts/notice.tsx'
import { Split } from '../parts/split.tsx'
import { href, route } from '../route.ts'
import { usePaced } from '../use-paced.ts'
import { ProfileDetail } from './profile-detail.tsx'

/** The customer profiles, and one of them with its points. */
export const ProfilesView = ({ feed }: ViewProps) => {
  const paced = usePaced(feed.pulse)
  const { data, error } = useAsked((client) => paced(() => newestOf(client.profiles.list)))
  const { id } = route.value
  return (
    <>
      {error && <Notice>{error}</Notice>}
      <Split
        view="profiles"
        title="Profiles"
        id={id}
        isCut={data?.isCut ?? false}
        items={data?.items.map(({ integrationId, closedSessions, totalSales }) => ({
          id: integrationId,
          text: integrationId,
          note: (
            <>
              <span>{plural(closedSessions, 'order')}</span>
              <span class="number">{money(totalSales)}</span>
            </>
          ),
        }))}
        empty={
          <>
            <h2>No profiles yet</h2>
            <p>
              A profile comes into being with its first session.{' '}
              <a href={href('composer')}>Send one.</a>
            </p>
          </>
        }
      >
        {id !== undefined && <ProfileDetail key={id} id={id} feed={feed} />}
      </Split>
    </>
  )
}
