import { useSignal } from '@preact/signals'
import { allPages } from '../all-pages.ts'
import type { ViewProps } from '../app.tsx'
import { client, messageOf, noteRefusal, useAsked } from '../connection.ts'
import { plural } from '../format.ts'
import { Badge } from '../parts/badges.tsx'
import { FileButton } from '../parts/file-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { Ago } from '../parts/time.tsx'
import { Coupons } from './coupons.tsx'

/** The scenario as it is loaded: its campaigns, its codes with their counters, its faults. */
export const ScenarioView = ({ feed }: ViewProps) => {
  const said = useSignal<{ tone: 'good' | 'bad'; text: string } | undefined>(undefined)
  const { data: scenario, error, reload } = useAsked((asked) => asked.scenario.get())
  const { data: coupons } = useAsked((asked) => {
    feed.pulse.value
    return allPages(asked.coupons.list)
  })

  const attempt = async (what: string, act: () => Promise<unknown>) => {
    try {
      await act()
      said.value = { tone: 'good', text: what }
    } catch (refusal) {
      if (!noteRefusal(refusal)) said.value = { tone: 'bad', text: messageOf(refusal) }
    }
    reload()
  }
  const put = (text: string) => {
    const load = async () => client.value.scenario.load(JSON.parse(text))
    return attempt('Loaded. The world began anew with it.', load)
  }

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
          <button
            type="button"
            onClick={() =>
              void attempt('Read again. The world began anew with it.', () =>
                client.value.scenario.reload(),
              )
            }
          >
            Reload
          </button>
          <FileButton label="Load a file (JSON)" accept=".json,application/json" onText={put} />
        </div>
      </div>
      <p class="facts">
        <span>
          loaded <Ago time={scenario.loadedAt} />
        </span>
        <span>{plural(scenario.profiles, 'profile')}</span>
        <span>{plural(scenario.loyaltyPrograms, 'loyalty program')}</span>
        {scenario.watched && <Badge tone="good">watched</Badge>}
        {scenario.files.map((file) => (
          <code key={file}>{file}</code>
        ))}
        <span class="faint">{scenario.fingerprint}</span>
      </p>
      {said.value && <Notice tone={said.value.tone}>{said.value.text}</Notice>}
      {failed && (
        <Notice>
          A change is faulty, so this scenario stayed as it was (<Ago time={failed.at} />
          ):{'\n'}
          {failed.faults.join('\n')}
        </Notice>
      )}
      {warnings.length > 0 && <Notice tone="busy">{warnings.join('\n')}</Notice>}
      <section class="card wide" aria-label="Campaigns">
        <h3>Campaigns</h3>
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
                  <Badge tone={campaign.state === 'enabled' ? 'good' : 'quiet'}>
                    {campaign.state}
                  </Badge>
                </td>
                <td class="number">{campaign.rules}</td>
                <td class="number">{campaign.coupons}</td>
                <td class="number">{campaign.referrals}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {coupons && <Coupons coupons={coupons.items} isCut={coupons.isCut} />}
    </div>
  )
}
