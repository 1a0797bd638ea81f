import { Badge, type Tone } from '../parts/badges.tsx'

const TONES: Record<string, Tone> = { open: 'busy', closed: 'good', cancelled: 'bad' }

export const SessionState = ({ state }: { state: string }) => (
  <Badge tone={TONES[state] ?? 'quiet'}>{state}</Badge>
)
