import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { VERSION } from '../../src/version.ts'

const run = promisify(execFile)

/** Packs what was built; `--ignore-scripts`, since building again would disturb the other tests. */
const pack = async (folder: string) => {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', args)
  const [packed] = JSON.parse(stdout) as { filename: string; size: number; files: File[] }[]
  if (!packed) throw new Error('npm pack made nothing')
  return packed
}
interface File {
  path: string
}

const CONSUMER = `
import { type Exchange, type Settings, startTalonMock } from 'talon-mock'

const settings: Partial<Settings> = { callbackRetries: 'none', apiKey: ['a'] }
await using mock = await startTalonMock(settings)
const reply = await mock.inject({ method: 'GET', url: '/_mock/health' })
const status: number = reply.statusCode
const exchanges: Exchange[] = mock.exchanges({ callback: 'delivered' })
const { callback } = await mock.waitForCallback({ sessionId: 's1' }, { timeoutMs: 1 })
const sent: string[] | undefined = callback?.fields.sent
// @ts-expect-error: there is no such setting
await startTalonMock({ prot: 1 })
// @ts-expect-error: there is no such state
mock.exchanges({ callback: 'lost' })
export { exchanges, sent, status }
`

const COMMON_JS = `
const main = async () => {
  const { startTalonMock } = await import('talon-mock')
  const mock = await startTalonMock()
  const reply = await mock.inject({ method: 'GET', url: '/_mock/health' })
  await mock.close()
  console.log(reply.statusCode)
}
main()
`

const MODULE = `
import { startTalonMock } from 'talon-mock'
const mock = await startTalonMock()
const reply = await fetch(mock.url + '/_mock/openapi.json')
const page = await fetch(mock.url, { headers: { accept: 'text/html' } })
await mock.close()
console.log(reply.status, page.headers.get('content-type'))
`

t.setTimeout(300_000)

t.test('the package as it is published', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'talon-mock-package-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const packed = await pack(folder)
  const paths = packed.files.map(({ path }) => path)

  t.test('holds the bundle, the library and the README: no tests, no sources', (t) => {
    t.strictSame(paths.filter((path) => !/^(dist|build\/src)\//.test(path)).sort(), [
      'README.md',
      'package.json',
    ])
    t.ok(paths.includes('dist/talon-mock.js'))
    t.ok(paths.includes('build/src/index.js'))
    t.ok(paths.includes('dist/ui/index.html'))
    t.strictSame(
      paths.filter((path) => /^build\/src\/(main|cli)\b|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(path)),
      [],
    )
    t.end()
  })

  t.test('each module has its types beside it, and nothing else is there', (t) => {
    const modules = paths.filter((path) => /^build\/.*\.js$/.test(path))
    const beside = modules.map((path) => path.replace(/js$/, 'd.ts'))
    t.strictSame(
      paths.filter((path) => path.startsWith('build/')).sort(),
      [...modules, ...beside].sort(),
    )
    t.end()
  })

  t.test('is smaller than a megabyte', (t) => {
    t.ok(packed.size < 1_000_000, `${packed.size} bytes`)
    t.end()
  })

  await writeFile(join(folder, 'package.json'), '{ "name": "consumer", "private": true }')
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, packed.filename)],
    { cwd: folder },
  )

  t.test('npx runs its command line', async (t) => {
    const { stdout } = await run('npx', ['--no', 'talon-mock', 'version'], { cwd: folder })
    t.equal(stdout, `${VERSION}\n`)
  })

  t.test('a CommonJS script starts it by await import', async (t) => {
    await writeFile(join(folder, 'script.cjs'), COMMON_JS)
    const { stdout } = await run(process.execPath, ['script.cjs'], { cwd: folder })
    t.equal(stdout, '200\n')
  })

  t.test(
    'an ES module imports it; the description of the API and the dashboard are served',
    async (t) => {
      await writeFile(join(folder, 'script.mjs'), MODULE)
      const { stdout } = await run(process.execPath, ['script.mjs'], { cwd: folder })
      t.equal(stdout, '200 text/html; charset=utf-8\n')
    },
  )

  t.test('its types hold under strict, libraries checked, without types of Node', async (t) => {
    await writeFile(join(folder, 'consumer.mts'), CONSUMER)
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: 'NodeNext',
      target: 'ES2022',
      types: [],
      skipLibCheck: false,
      noEmit: true,
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.mts'] }),
    )
    const tsc = resolve('node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    t.equal(stdout, '')
  })
})
