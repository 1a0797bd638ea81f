import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { Settings } from '../../src/settings.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'

export interface Deployment extends TestApp {
  /** Sends a request to the deployment's own API, with an API key. */
  call: (
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ) => Promise<LightMyRequestResponse>
}

/** The emulator under a scenario that is written out; once in a test. */
export const openDeployment = async (
  t: Test,
  scenario: string,
  settings: Partial<Settings> = {},
): Promise<Deployment> => {
  const file = join(t.testdir({ 'shop.yaml': scenario }), 'shop.yaml')
  const built = await buildTestApp(t, { scenario: file, ...settings })
  const headers = { authorization: 'ApiKey-v1 key-1' }
  return {
    ...built,
    call: async (method, url, payload) =>
      built.app.inject({ method, url, headers, ...(payload && { payload }) }),
  }
}

/**
 * Holds a reply to be a refusal whose first error points there, to the body with `/`.
 * Source: Integration API, error schema (`source` has exactly one of `pointer` and `parameter`).
 */
export const isRefusedAt = (
  t: Test,
  reply: LightMyRequestResponse,
  status: number,
  source: string,
): void => {
  t.equal(reply.statusCode, status, reply.body)
  const { message, errors, StatusCode } = reply.json()
  t.type(message, 'string')
  t.equal(StatusCode, status)
  t.strictSame(
    errors[0]?.source,
    source.startsWith('/') ? { pointer: source } : { parameter: source },
  )
}
