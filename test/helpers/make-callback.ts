import type { CallbackMessage } from '../../src/world/ports.ts'

/** A callback of session s1, of all fields, without a key, to a receiver that nobody listens on. */
export const makeCallback = (overrides: Partial<CallbackMessage> = {}): CallbackMessage => {
  const { href, origin } = new URL(overrides.uri ?? 'http://receiver.test/callbacks')
  return {
    id: 'cb_1',
    exchangeId: 'x_1',
    world: 'shared',
    sessionId: 's1',
    profileId: undefined,
    correlationId: undefined,
    key: undefined,
    asked: undefined,
    replied: ['effects'],
    body: '{}',
    ...overrides,
    uri: href,
    origin,
  }
}
