import type { CallbackMessage } from '../../src/world/ports.ts'

/** A callback as a request for all fields makes it. */
export const makeMessage = (overrides: Partial<CallbackMessage> = {}): CallbackMessage => ({
  id: 'cb_1',
  exchangeId: 'x_1',
  sessionId: 's1',
  uri: 'http://127.0.0.1:9/hook',
  origin: 'http://127.0.0.1:9',
  correlationId: undefined,
  key: undefined,
  asked: undefined,
  replied: ['effects'],
  body: '{"effects":[]}',
  ...overrides,
})
