import { type Browser, chromium } from 'playwright-core'
import type { Test } from 'tap'
import { findBrowser, thisMachine } from './find-browser.ts'

/** A Chromium without a window; it closes with the test. */
export const launchBrowser = async (t: Test): Promise<Browser> => {
  const executablePath = findBrowser(thisMachine)
  if (!executablePath) throw new Error('no Chromium: node build/test/ensure-browser.js gets one')
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  t.teardown(() => browser.close())
  return browser
}
