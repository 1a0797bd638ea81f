import { Badge, type Tone } from '../parts/badges.tsx'

const TONES: Record<string, Tone> = {
  open: 'busy',
  closed: 'good',
  cancelled: 'bad',
  partially_returned: 'busy',
}

export const SessionState = ({ state }: { state: string }) => (
  <Badge tone={TONES[state] ?? 'quiet'}>{state}</Badge>
)
