/** How a callback stands. The last three are for good. */
export const CALLBACK_STATES = [
  'queued',
  'sending',
  'waiting',
  'delivered',
  'failed',
  'cancelled',
] as const
export type CallbackState = (typeof CALLBACK_STATES)[number]
