import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { CLI, run, startCli } from '../helpers/run-cli.ts'
import { type Block, blocksBetween, patternOf, requestOf, wordsOf } from './steps.ts'

// Does what the README says, and holds what it shows to what comes.

const readme = readFileSync('README.md', 'utf8')
const SHOWN = 'http://localhost:8080'

/** Follows the blocks in order in a folder; `url` is an emulator that is running already. */
const follow = async (t: Test, blocks: readonly Block[], folder: string, url = '') => {
  let base = url
  for (const [i, { language, name, text }] of blocks.entries()) {
    const next = blocks[i + 1]
    if (name !== '') writeFileSync(join(folder, name), text)
    if (language !== 'sh') continue
    if (text.startsWith('curl')) {
      const request = requestOf(text.replaceAll(SHOWN, base))
      const { method, headers, file, data } = request
      const body = file ? readFileSync(join(folder, file), 'utf8') : data
      const reply = await fetch(request.url, { method, headers, ...(body && { body }) })
      t.ok(reply.ok, text)
      const answer = await reply.text()
      if (next?.language === 'json' && next.name === '') t.match(answer, patternOf(next.text), text)
      continue
    }
    const [, ...argv] = wordsOf(text)
    if (argv[0] === 'start') {
      const scenario = join(folder, argv[argv.indexOf('--scenario') + 1] ?? '')
      base = (await startCli(t, ['--scenario', scenario, '--watch'])).url
      continue
    }
    const { code, stdout } = await run(
      t,
      process.execPath,
      [resolve(CLI), ...argv],
      {},
      {
        cwd: folder,
      },
    ).ended
    t.equal(code, 0, text)
    t.equal(stdout, next?.text, text)
  }
}

t.test('the round trip in two requests is as the README shows it', async (t) => {
  const blocks = blocksBetween(
    readme,
    '## The round trip in two requests',
    '## From an empty file to a working coupon',
  )
  t.equal(blocks.length, 4)
  const { url } = await startCli(t)
  await follow(t, blocks, '.', url)
})

t.test('what another platform creates works in a session, as the README shows it', async (t) => {
  const blocks = blocksBetween(readme, '## Other platforms than Segment', "## Segment's own client")
  t.equal(blocks.length, 4)
  const { url } = await startCli(t)
  await follow(t, blocks, '.', url)
})

t.test('the faults and the script are as the README shows them', async (t) => {
  const blocks = blocksBetween(readme, '## Faults and scripted sinks', '## State in and out')
  t.equal(blocks.length, 5)
  const { url } = await startCli(t)
  await follow(t, blocks, '.', url)
  const { items } = (await (await fetch(`${url}/_mock/faults`)).json()) as { items: object[] }
  t.match(items, [{ id: 'fault_1' }, { do: { delayMs: 3000, duplicate: true } }])
})

t.test(
  'the way to a working coupon is as the README shows it, and so are exported rules',
  async (t) => {
    const folder = t.testdir()
    const coupon = blocksBetween(
      readme,
      '## From an empty file to a working coupon',
      '## The scenario file',
    )
    t.equal(coupon.length, 14)
    await follow(t, coupon, folder)
    const exported = blocksBetween(readme, '### Rules you have already', '### Magic codes')
    t.equal(exported.length, 7)
    await follow(t, exported, folder)
  },
)
