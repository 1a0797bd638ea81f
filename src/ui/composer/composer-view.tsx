import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ViewProps } from '../app.tsx'
import { client, messageOf, noteRefusal } from '../connection.ts'
import { Notice } from '../parts/notice.tsx'
import { href, route } from '../route.ts'
import { CallbackForm } from './callback-form.tsx'
import { draftOf, readDraft, sampleDraft, writeDraft } from './draft.ts'
import { begun, envelope, draft as remembered } from './remembered.ts'
import { faultOf, type Sent, send } from './send.ts'
import { SentView } from './sent-view.tsx'
import { SessionForm } from './session-form.tsx'

/** Sends the endpoint's request from the page; the reply and the callback appear beside it. */
export const ComposerView = ({ feed }: ViewProps) => {
  const { id } = route.value
  const sent = useSignal<Sent | undefined>(undefined)
  const failed = useSignal<string | undefined>(undefined)
  const isSending = useSignal(false)
  const isComing = useSignal(id !== undefined && begun.value !== id)
  const parsed = useComputed(() => readDraft(remembered.value)).value

  useEffect(() => {
    // Coming back to what was begun, its edits are still there.
    if (id === undefined || begun.value === id) return
    isComing.value = true
    begun.value = id
    envelope.value = { ...envelope.value, sessionId: id }
    const taken = client.value.sessions.get(id).then(
      (session) => {
        remembered.value = draftOf(session)
      },
      (error: unknown) => {
        // One that isn't stored yet begins with what is there.
        if (!noteRefusal(error)) failed.value = messageOf(error)
      },
    )
    void taken.then(() => {
      isComing.value = false
    })
  }, [id])

  const submit = async () => {
    const wrong = faultOf(envelope.value)
    if (wrong) {
      failed.value = wrong
      return
    }
    isSending.value = true
    failed.value = undefined
    try {
      sent.value = await send(envelope.value, remembered.value)
    } catch (error) {
      failed.value = `The emulator did not answer: ${messageOf(error)}`
    } finally {
      isSending.value = false
    }
  }

  // What is about to be replaced is not shown to be edited.
  if (isComing.value) return <div class="page faint">The session is on its way.</div>
  return (
    <div class="page composer">
      <form
        aria-label="Request"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <div class="detail-head">
          <h2>PUT /segment/customer_sessions/{envelope.value.sessionId || '…'}</h2>
          <div class="buttons">
            <button
              type="button"
              onClick={() => {
                remembered.value = sampleDraft()
              }}
            >
              Documented sample
            </button>
            <button type="submit" class="primary" disabled={isSending.value}>
              Send
            </button>
          </div>
        </div>
        <div class="fields">
          <EnvelopeField label="Session ID" name="sessionId" />
          <EnvelopeField label="API key" name="apiKey" />
          <EnvelopeField label="Deployment" name="deployment" />
        </div>
        {typeof parsed === 'string' ? (
          <Notice tone="busy">{parsed} The form can’t show it; it is sent as it is.</Notice>
        ) : (
          <SessionForm
            draft={parsed}
            onChange={(draft) => {
              remembered.value = writeDraft(draft)
            }}
          />
        )}
        <CallbackForm />
        <label class="body">
          Body, as it is sent
          <textarea
            rows={16}
            spellcheck={false}
            value={remembered.value}
            onInput={({ currentTarget }) => {
              remembered.value = currentTarget.value
            }}
          />
        </label>
      </form>
      <div class="result">
        {failed.value && <Notice>{failed.value}</Notice>}
        {sent.value ? (
          <SentView key={sent.value.exchangeId} sent={sent.value} feed={feed} />
        ) : (
          <p class="faint">
            The reply and the callback appear here; <a href={href('exchanges')}>Exchanges</a> has
            all.
          </p>
        )}
      </div>
    </div>
  )
}

const EnvelopeField = ({
  label,
  name,
}: {
  label: string
  name: 'sessionId' | 'apiKey' | 'deployment'
}) => (
  <label>
    {label}
    <input
      value={envelope.value[name]}
      required
      autocomplete="off"
      onInput={({ currentTarget }) => {
        envelope.value = { ...envelope.value, [name]: currentTarget.value }
      }}
    />
  </label>
)
