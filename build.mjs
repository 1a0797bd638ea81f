// Builds the package: tsc checks the types and writes build/ (the library and the tests), esbuild
// bundles the command line into dist/, since one file starts faster than node_modules.
// With --if-stale, only when a source is newer than what was built.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import process from 'node:process'

const CLI = 'dist/talon-mock.js'
/**
 * Packages that no start needs, each a file of its own: for the check of a request, a callback, a scenario
 * file, a description.
 */
const WHEN_USED = ['ajv', 'light-my-request', 'undici', 'yaml']
/** What must be there besides; its time says nothing, since tsc leaves alone what stays the same. */
const COMPILED = [
  'build/src/index.js',
  'build/test',
  'dist/ui/index.html',
  ...WHEN_USED.map((name) => `dist/${name}.js`),
]
const OTHER_SOURCES = ['package-lock.json', 'tsconfig.json', 'build.mjs']

const entriesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
        path: `${entry.parentPath}/${entry.name}`,
        isFile: entry.isFile(),
      }))
    : []

const isCompiled = () => COMPILED.every((path) => existsSync(path))

const isUpToDate = () => {
  if (!existsSync(CLI) || !isCompiled()) return false
  // Folders too: theirs is the only time that changes when a file goes.
  const sources = [...entriesBelow('src'), ...entriesBelow('test')].map(({ path }) => path)
  const times = ['src', 'test', ...sources, ...OTHER_SOURCES].map((path) => statSync(path).mtimeMs)
  return Math.max(...times) < statSync(CLI).mtimeMs
}

/** The part of a package that the command line uses; reading the rest of it takes a third of the start. */
const USED_PARTS = {
  // No fetch, forms, web sockets or HTTP/2, which callbacks don't use.
  undici: `exports.Pool = require('undici/lib/dispatcher/pool.js')
    exports.buildConnector = require('undici/lib/core/connect.js')`,
  'prom-client': `exports.Registry = require('prom-client/lib/registry.js')
    exports.Counter = require('prom-client/lib/counter.js')
    exports.Gauge = require('prom-client/lib/gauge.js')`,
  // What Fastify calls.
  semver: `exports.gt = require('semver/functions/gt.js')
    exports.coerce = require('semver/functions/coerce.js')
    exports.satisfies = require('semver/functions/satisfies.js')`,
}

/**
 * What never runs: Fastify's own schema compilers, which `app.ts` sets its own for, the threads of pino's
 * transports, and of undici's two builds of one parser the one that it takes where the other can't be loaded.
 */
const UNUSED =
  /^(@fastify\/(ajv|fast-json-stringify)-compiler|\.\/client-h2\.js|\.\.\/web\/fetch\/body\.js|\.\.\/llhttp\/llhttp_simd-wasm\.js|thread-stream)$/

const leaveOutUnused = {
  name: 'leave-out-unused',
  setup({ onResolve, onLoad }) {
    const packages = new RegExp(`^(${Object.keys(USED_PARTS).join('|')})$`)
    onResolve({ filter: packages }, ({ path }) => ({ path, namespace: 'used-part' }))
    onLoad({ filter: /.*/, namespace: 'used-part' }, ({ path }) => ({
      contents: USED_PARTS[path],
      resolveDir: import.meta.dirname,
    }))
    onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: 'unused' }))
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: "module.exports = () => () => { throw new Error('not in the bundle') }",
    }))
  },
}

/** Reads them when they are used. Whoever calls `require` says when; an `import` is made to wait. */
const loadWhenUsed = {
  name: 'load-when-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${WHEN_USED.join('|')})$`) }, ({ path, kind }) =>
      kind === 'require-call'
        ? { path: `./${path}.js`, external: true }
        : { path, namespace: 'when-used' },
    )
    onLoad({ filter: /.*/, namespace: 'when-used' }, async ({ path }) => ({
      contents: Object.keys(await import(path))
        .map(
          (name) => `Object.defineProperty(exports, '${name}', {
            enumerable: true,
            get: () => require('./${path}.js').${name},
          })`,
        )
        .join('\n'),
    }))
    onResolve({ filter: /^\./, namespace: 'when-used' }, ({ path }) => ({ path, external: true }))
  },
}

/** The accounts of the built-in scenarios as data. */
const bakeScenarios = {
  name: 'bake-scenarios',
  setup({ onLoad }) {
    onLoad({ filter: /src\/rules\/scenario\/built-in\.ts$/ }, async () => {
      const { BUILT_IN, builtInAccount } = await import('./build/src/rules/scenario/built-in.js')
      const accounts = Object.fromEntries(BUILT_IN.map((name) => [name, builtInAccount(name)]))
      return {
        contents: `const accounts = JSON.parse(${JSON.stringify(JSON.stringify(accounts))})
          export const builtInAccount = (name) =>
            Object.hasOwn(accounts, name) ? accounts[name] : undefined`,
      }
    })
  },
}

/** What was built from a source that is gone would still be tested and packed. */
const removeOrphans = () => {
  for (const { path, isFile } of [...entriesBelow('build/src'), ...entriesBelow('build/test')]) {
    const source = path.replace(/^build\//, '').replace(/\.(d\.ts|js|js\.map)$/, '.ts')
    if (isFile && !existsSync(source)) rmSync(path)
  }
}

if (!(process.argv.includes('--if-stale') && isUpToDate())) {
  removeOrphans()
  // tsc believes its notes of what it wrote last time and wouldn't write it again.
  if (!isCompiled()) rmSync('build/tsconfig.tsbuildinfo', { force: true })
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
  // Loaded when it is needed: `npm start` should not wait for it.
  const { build } = await import('esbuild')
  const { build: buildPages } = await import('vite')
  await buildPages({ configFile: 'src/ui/vite.config.ts' })
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Starts in a tenth less of the time than an ES module does.
    format: 'cjs',
    // Names stay, so that a stack says something.
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  }
  await build({
    ...shared,
    entryPoints: WHEN_USED,
    outdir: 'dist',
    entryNames: '[name]',
    plugins: [leaveOutUnused],
  })
  await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile: CLI,
    // The folder of `build/` that the code would stand in.
    banner: { js: 'const BUILT = require("node:path").join(__dirname, "../build/src");' },
    define: { 'import.meta.dirname': 'BUILT' },
    plugins: [loadWhenUsed, leaveOutUnused, bakeScenarios],
    // Loaded when somebody asks for the API's description; they read files of their own packages.
    external: ['@fastify/swagger', '@fastify/swagger-ui', 'selfsigned'],
  })
  writeFileSync('dist/package.json', '{ "type": "commonjs" }\n')
  chmodSync(CLI, 0o755)
}
