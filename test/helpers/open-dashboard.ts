import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Test } from 'tap'
import { createMockClient, type MockClient } from '../../src/client/mock-client.ts'
import { launchBrowser } from './browser.ts'
import { startCli } from './run-cli.ts'

/** The body of a session that several offers of the demo scenario are for, one of them by its coupon. */
export const COUPON_SESSION = {
  customerSession: {
    profileId: 'anna',
    couponCodes: ['XMAS-20-2021'],
    cartItems: [
      { sku: 'mug', name: 'Mug', quantity: 1, price: 10 },
      { sku: 'shoe', name: 'Air Glide', category: 'shoes', quantity: 1, price: 100 },
    ],
    additionalCosts: { shipping: { price: 5 } },
  },
}

export interface OpenDashboard {
  readonly page: Page
  /** Where the emulator listens. */
  readonly url: string
  readonly client: MockClient
  /** Sends a request for a session as a shop does; resolves to the reply. */
  update(session: string, body: object, headers?: Record<string, string>): Promise<Response>
  /** Ends the emulator at once, and starts another one at the same address. */
  restart(): Promise<void>
  /** Requests that the page sent to other hosts, and what it complained of. Both should stay empty. */
  readonly elsewhere: readonly string[]
  readonly complaints: readonly string[]
}

export interface DashboardOptions {
  /** Settings of the emulator, as flags. */
  readonly flags?: readonly string[]
  readonly token?: string
  readonly context?: BrowserContextOptions
  /** What is opened; the list of exchanges by default. */
  readonly at?: string
}

/** Runs the bundled command line and opens its dashboard in a browser; both end with the test. */
export const openDashboard = async (
  t: Test,
  { flags = [], token, context, at = '' }: DashboardOptions = {},
): Promise<OpenDashboard> => {
  const first = await startCli(t, ['--log-level', 'silent', ...flags])
  const { url } = first
  const browser = await launchBrowser(t)
  const opened = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...context })
  const page = await opened.newPage()
  const elsewhere: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol !== 'blob:' && host !== new URL(url).host) elsewhere.push(request.url())
  })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${url}/${at}`)
  return {
    page,
    url,
    client: createMockClient(url, { token }),
    update: (session, body, headers = {}) =>
      fetch(`${url}/segment/customer_sessions/${session}`, {
        method: 'PUT',
        headers: {
          authorization: 'ApiKey-v1 test',
          'destination-hostname': 'acme.talon.one',
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    async restart() {
      first.child.kill('SIGKILL')
      await first.ended
      await startCli(t, ['--log-level', 'silent', ...flags, '--port', new URL(url).port])
    },
    elsewhere,
    complaints,
  }
}
