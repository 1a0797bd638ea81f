import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { MockError } from '../../client/mock-error.ts'
import type { LoadedScenario } from '../../contract/control/scenario.ts'
import { firstOf } from '../all-pages.ts'
import type { ViewProps } from '../app.tsx'
import { client, messageOf, noteRefusal, useAsked } from '../connection.ts'
import { plural } from '../format.ts'
import { Badge } from '../parts/badges.tsx'
import { FileButton } from '../parts/file-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { usePaced, useTicks } from '../use-paced.ts'
import { askClock } from '../world-clock.ts'
import { Coupons } from './coupons.tsx'

/** The feed doesn't tell what becomes of a file that is watched. */
const LOOK_EVERY_MS = 2000

/** The scenario as it is loaded: its campaigns, its codes with their counters, its faults. */
export const ScenarioView = ({ feed }: ViewProps) => {
  const said = useSignal<{ tone: 'good' | 'bad'; text: string } | undefined>(undefined)
  const look = usePaced(useTicks(LOOK_EVERY_MS))
  const { data: scenario, error, reload } = useAsked((asked) => look(() => asked.scenario.get()))
  const paced = usePaced(feed.pulse)
  const { data: coupons, reload: reloadCoupons } = useAsked((asked) =>
    paced(() => firstOf(asked.coupons.list)),
  )
  const loaded = useRef<string>(undefined)
  const loadedAt = scenario?.loadedAt
  useEffect(() => {
    if (loadedAt === undefined) return
    // By a button here, by --watch or by somebody else: the coupons are others then.
    if (loaded.current !== undefined && loaded.current !== loadedAt) reloadCoupons()
    loaded.current = loadedAt
  }, [loadedAt])

  const attempt = async (
    act: () => Promise<unknown>,
    { done, refused }: { done: string; refused: (refusal: unknown) => string | undefined },
  ) => {
    try {
      await act()
      said.value = { tone: 'good', text: done }
      void askClock()
    } catch (refusal) {
      if (noteRefusal(refusal)) return
      const text = refused(refusal)
      said.value = text === undefined ? undefined : { tone: 'bad', text }
    }
    reload()
  }
  const put = (text: string) =>
    attempt(() => client.value.scenario.load(text), {
      done: 'Loaded. The world began anew with it.',
      refused: (refusal) =>
        faultsOf(refusal).length > 0
          ? ['This file is faulty, and nothing has changed:', ...faultsOf(refusal)].join('\n')
          : messageOf(refusal),
    })
  const readAgain = () =>
    attempt(() => client.value.scenario.reload(), {
      done: 'Read again. The world began anew with it.',
      // Faults of the files are shown for as long as they are there.
      refused: (refusal) => (faultsOf(refusal).length > 0 ? undefined : messageOf(refusal)),
    })

  if (error) return <Notice>{error}</Notice>
  if (!scenario) return null
  const { failed, warnings, campaigns } = scenario
  return (
    <div class="page">
      <div class="detail-head">
        <h2>
          {scenario.application} <span class="faint">{scenario.scenario}</span>
        </h2>
        <div class="buttons">
          <button type="button" onClick={() => void readAgain()}>
            Reload
          </button>
          <FileButton label="Load a file (JSON)" accept=".json,application/json" onText={put} />
        </div>
      </div>
      <p class="facts">
        <span>
          loaded <Ago time={scenario.loadedAt} by="machine" />
        </span>
        <span>{plural(scenario.profiles, 'profile')}</span>
        <span>{plural(scenario.loyaltyPrograms, 'loyalty program')}</span>
        {scenario.watched && <Badge tone="good">watched</Badge>}
        {scenario.files.map((file) => (
          <code key={file}>{file}</code>
        ))}
        <span class="faint">{scenario.fingerprint}</span>
      </p>
      {said.value && !(failed && said.value.tone === 'good') && (
        <Notice tone={said.value.tone}>{said.value.text}</Notice>
      )}
      {failed && (
        <Notice>
          A change is faulty, so this scenario stayed as it was (
          <Ago time={failed.at} by="machine" />
          ):{'\n'}
          {failed.faults.join('\n')}
        </Notice>
      )}
      {warnings.length > 0 && <Notice tone="busy">{warnings.join('\n')}</Notice>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is narrow, the keys move it. */}
      <section class="card wide" aria-label="Campaigns" tabIndex={0}>
        <h3>Campaigns</h3>
        {campaigns.length === 0 ? (
          <p class="faint">None.</p>
        ) : (
          <CampaignTable campaigns={campaigns} />
        )}
      </section>
      {coupons && <Coupons coupons={coupons.items} isCut={coupons.isCut} />}
    </div>
  )
}

const faultsOf = (refusal: unknown): readonly string[] =>
  refusal instanceof MockError ? refusal.faults : []

const CampaignTable = ({ campaigns }: Pick<LoadedScenario, 'campaigns'>) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" class="number">
          ID
        </th>
        <th scope="col">State</th>
        <th scope="col" class="number">
          Rules
        </th>
        <th scope="col" class="number">
          Coupons
        </th>
        <th scope="col" class="number">
          Referrals
        </th>
      </tr>
    </thead>
    <tbody>
      {campaigns.map((campaign) => (
        <tr key={campaign.id}>
          <td>{campaign.name}</td>
          <td class="number">{campaign.id}</td>
          <td>
            <Badge tone={campaign.state === 'enabled' ? 'good' : 'quiet'}>{campaign.state}</Badge>
          </td>
          <td class="number">{campaign.rules}</td>
          <td class="number">{campaign.coupons}</td>
          <td class="number">{campaign.referrals}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
