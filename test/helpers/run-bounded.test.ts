import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runBounded } from './run-bounded.ts'

const node = (script: string, limitMs: number, env: Record<string, string> = {}) =>
  runBounded(process.execPath, ['-e', script], { limitMs, env: { NODE_OPTIONS: '', ...env } })

t.test('a program that ends well is told from one that fails or is not there', async (t) => {
  t.equal(await node('process.exit(process.env.CODE)', 60_000, { CODE: '0' }), true)
  t.equal(await node('process.exit(process.env.CODE)', 60_000, { CODE: '3' }), false)
  t.equal(await runBounded('no-such-program', [], { limitMs: 60_000 }), false)
})

t.test('one that takes too long is ended, with what it has started', async (t) => {
  const alive = join(t.testdir({}), 'alive')
  const child = `setTimeout(() => fs.writeFileSync(${JSON.stringify(alive)}, ''), 2000)`
  const script = `child_process.spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`
  t.equal(await node(script, 300), false)
  t.notOk(existsSync(alive))
})
