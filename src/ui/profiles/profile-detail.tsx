import type { LoyaltyProgramBalance } from '../../contract/service/loyalty.ts'
import { useAsked } from '../connection.ts'
import type { Feed } from '../feed.ts'
import { money, plural } from '../format.ts'
import { JsonView } from '../parts/json-view.tsx'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { href } from '../route.ts'
import { usePaced } from '../use-paced.ts'

/** One profile: what it has bought, its points, its audiences and attributes. */
export const ProfileDetail = ({ id, feed }: { id: string; feed: Feed }) => {
  const paced = usePaced(feed.pulse)
  const { data: profile, error } = useAsked((client) => paced(() => client.profiles.get(id)))
  const { data: loyalty } = useAsked((client) => paced(() => client.profiles.loyalty(id)))
  if (error) return <Notice>{error}</Notice>
  if (!profile) return null
  const cards = loyalty?.cards ?? []
  const programs = Object.values(loyalty?.programs ?? {})
  return (
    <>
      <div class="detail-head">
        <h2 title={id}>Profile {id}</h2>
        <div class="buttons">
          <a class="button" href={href('exchanges', undefined, { profile: id })}>
            Its exchanges
          </a>
        </div>
      </div>
      <p class="facts">
        <span>{plural(profile.closedSessions, 'closed session')}</span>
        <span>{money(profile.totalSales)} in all</span>
        <span>
          last active <Ago time={profile.lastActivity} />
        </span>
      </p>
      <div class="columns">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is narrow, the keys move it. */}
        <section class="card wide" aria-label="Points" tabIndex={0}>
          <h3>Points</h3>
          {programs.length + cards.length === 0 && <p class="faint">In no loyalty program.</p>}
          {programs.map((program) => (
            <Program key={program.id} program={program} />
          ))}
          {cards.map(
            ({
              id: card,
              identifier,
              programID,
              programTitle,
              programName,
              ledger,
              subledgers,
            }) => (
              <Program
                key={card}
                program={{
                  id: programID,
                  name: programName,
                  title: `${programTitle}, card ${identifier}`,
                  ledger,
                  subLedgers: subledgers,
                }}
              />
            ),
          )}
        </section>
        <section class="card" aria-label="Audiences">
          <h3>Audiences</h3>
          {profile.audienceMemberships.length === 0 && <p class="faint">In none.</p>}
          <ul>
            {profile.audienceMemberships.map(({ id: audience, name }) => (
              <li key={audience}>{name}</li>
            ))}
          </ul>
        </section>
        <section class="card" aria-label="Attributes">
          <h3>Attributes</h3>
          <JsonView value={profile.attributes} label="Attributes as JSON" />
        </section>
      </div>
    </>
  )
}

const Program = ({ program }: { program: LoyaltyProgramBalance }) => (
  <table>
    <caption>{program.title || program.name}</caption>
    <thead>
      <tr>
        <th scope="col">Ledger</th>
        <th scope="col" class="number">
          Now
        </th>
        <th scope="col" class="number">
          Pending
        </th>
        <th scope="col">Tier</th>
      </tr>
    </thead>
    <tbody>
      {[['main', program.ledger] as const, ...Object.entries(program.subLedgers)].map(
        ([name, ledger]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{ledger.currentBalance}</td>
            <td class="number">{ledger.pendingBalance}</td>
            <td>{ledger.currentTier?.name}</td>
          </tr>
        ),
      )}
    </tbody>
  </table>
)
