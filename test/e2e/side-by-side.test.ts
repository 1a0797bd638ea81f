import process from 'node:process'
import t from 'tap'
import type { WorldPage } from '../../src/contract/control/worlds.ts'
import { run, startCli } from '../helpers/run-cli.ts'

// The emulator's own: README, Worlds.

const PROCESSES = 16

t.test(
  '16 test processes on one emulator, each with its own key, see their own data alone',
  async (t) => {
    const { url } = await startCli(t, ['--isolation', 'api-key', '--scenario', 'none'])
    const ended = await Promise.all(
      Array.from(
        { length: PROCESSES },
        (_, i) =>
          run(t, process.execPath, ['build/test/helpers/side-by-side.js', url, `key-${i}`]).ended,
      ),
    )
    for (const [i, { code, stderr }] of ended.entries()) t.equal(code, 0, `process ${i}: ${stderr}`)
    const page = (await (await fetch(`${url}/_mock/worlds`)).json()) as WorldPage
    const { items } = page
    t.equal(items.length, 1 + PROCESSES)
    t.equal(items[0]?.exchanges, 0, 'nothing of theirs is in the shared world')
  },
)
