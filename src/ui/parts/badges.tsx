import type { CallbackState } from '../../contract/control/callback-states.ts'

/** How good something is, as a colour says it. */
export type Tone = 'good' | 'busy' | 'bad' | 'quiet'

export const Badge = ({ tone, children }: { tone: Tone; children: preact.ComponentChildren }) => (
  <span class={`badge ${tone}`}>{children}</span>
)

export const toneOfStatus = (status: number): Tone =>
  status < 300 ? 'good' : status < 500 ? 'busy' : 'bad'

/** The status of a reply; null while it is on its way. */
export const StatusBadge = ({ status }: { status: number | null }) =>
  status === null ? (
    <Badge tone="quiet">…</Badge>
  ) : (
    <Badge tone={toneOfStatus(status)}>{status}</Badge>
  )

const TONES: Record<CallbackState, Tone> = {
  queued: 'busy',
  sending: 'busy',
  waiting: 'busy',
  delivered: 'good',
  failed: 'bad',
  cancelled: 'quiet',
}

export const CallbackBadge = ({
  state,
  attempts = 1,
}: {
  state: CallbackState
  attempts?: number
}) => (
  <Badge tone={TONES[state]}>
    {state}
    {attempts > 1 && ` ×${attempts}`}
  </Badge>
)
