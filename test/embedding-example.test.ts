import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

// The TypeScript one, test/examples/first-callback.test.ts, is a test of its own.
t.test('the example in plain JavaScript passes, from a CommonJS file', async (t) => {
  const env = { ...process.env, TAP: '1' }
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['test/examples/first-callback.cjs'], { env })
  t.match(stdout, /^ {4}ok 2 - /m)
  t.match(stdout, /^1\.\.1$/m)
  t.notMatch(stdout, /not ok/)
})
