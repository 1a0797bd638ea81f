import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { client, messageOf, noteRefusal } from '../connection.ts'
import { FileButton } from '../parts/file-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { world } from '../route.ts'
import { askClock } from '../world-clock.ts'

/** Keeps the state of the world in a file, puts it back, or begins anew. */
export const StateView = () => {
  const said = useSignal<{ tone: 'good' | 'bad'; text: string } | undefined>(undefined)
  const keepsExchanges = useSignal(false)
  const dialog = useRef<HTMLDialogElement>(null)

  const attempt = async (act: () => Promise<string>) => {
    try {
      said.value = { tone: 'good', text: await act() }
      // A snapshot and a reset set the clock, too.
      void askClock()
    } catch (error) {
      if (!noteRefusal(error)) said.value = { tone: 'bad', text: messageOf(error) }
    }
  }
  const save = () =>
    attempt(async () => {
      const snapshot = await client.value.snapshot.get()
      saveAs(`talon-mock-${world.value ?? 'shared'}.json`, JSON.stringify(snapshot, null, 2))
      return 'Saved.'
    })
  const load = (text: string) =>
    attempt(async () => {
      await client.value.snapshot.restore(JSON.parse(text))
      return 'The world is as the snapshot has it.'
    })
  const reset = () =>
    attempt(async () => {
      dialog.current?.close()
      await client.value.reset(keepsExchanges.value ? { keep: ['exchanges'] } : {})
      return 'The world is as the scenario has it.'
    })

  return (
    <div class="page">
      {said.value && <Notice tone={said.value.tone}>{said.value.text}</Notice>}
      <section class="card" aria-label="Snapshot">
        <h2>Snapshot</h2>
        <p>Sessions, profiles, codes, points, the clock and the faults as one JSON document.</p>
        <p class="buttons">
          <button type="button" onClick={() => void save()}>
            Save to a file
          </button>
          <FileButton label="Load a file" accept=".json,application/json" onText={load} />
        </p>
      </section>
      <section class="card" aria-label="Reset">
        <h3>Reset</h3>
        <p>Back to the scenario as it was loaded. Callbacks on their way are cancelled.</p>
        <p>
          <label class="check">
            <input
              type="checkbox"
              checked={keepsExchanges.value}
              onChange={({ currentTarget }) => {
                keepsExchanges.value = currentTarget.checked
              }}
            />
            Keep the exchanges
          </label>
        </p>
        <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>
          Reset the world
        </button>
      </section>
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h3 id="reset-title">Reset the world {world.value ?? 'shared'}?</h3>
        <p>All that was stored since the scenario was loaded is gone then. A snapshot keeps it.</p>
        <p class="buttons">
          <button type="button" class="danger" onClick={() => void reset()}>
            Reset
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </p>
      </dialog>
    </div>
  )
}

const saveAs = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
