import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { buildTestApp, type TestApp } from './build-test-app.ts'
import { SEGMENT_HEADERS } from './make-session.ts'

/** Sends a request as Segment's client does; without a body it has no content type either. */
export const callSegment = (
  app: FastifyInstance,
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  payload?: object,
): Promise<LightMyRequestResponse> =>
  app.inject({
    method,
    url: `/segment${path}`,
    headers: SEGMENT_HEADERS,
    ...(payload && { payload }),
  })

/** The emulator under a scenario, its text without the version. */
export const buildScenarioApp = (t: Test, scenario: string): Promise<TestApp> => {
  const file = join(mkdtempSync(join(tmpdir(), 'talon-mock-')), 'shop.yaml')
  writeFileSync(file, `version: 1\napplication: { name: Shop, currency: EUR }\n${scenario}`)
  return buildTestApp(t, { scenario: file })
}

/** A profile as the control API shows it. */
export const storedProfile = async (app: FastifyInstance, id: string) =>
  (await app.inject(`/_mock/profiles/${id}`)).json()
