// Builds the package: tsc checks the types and writes build/ (the library and the tests), esbuild
// bundles the command line into dist/, since one file starts faster than node_modules.
// With --if-stale, only when a source is newer than what was built.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import process from 'node:process'

const CLI = 'dist/talon-mock.js'
const OTHER_SOURCES = ['package-lock.json', 'tsconfig.json', 'build.mjs']

const entriesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
        path: `${entry.parentPath}/${entry.name}`,
        isFile: entry.isFile(),
      }))
    : []

const isUpToDate = () => {
  if (!existsSync(CLI)) return false
  // Folders too: theirs is the only time that changes when a file goes.
  const sources = [...entriesBelow('src'), ...entriesBelow('test')].map(({ path }) => path)
  const times = ['src', 'test', ...sources, ...OTHER_SOURCES].map((path) => statSync(path).mtimeMs)
  return Math.max(...times) < statSync(CLI).mtimeMs
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
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
  // Loaded when it is needed: `npm start` should not wait for it.
  const { build } = await import('esbuild')
  await build({
    entryPoints: ['src/main.ts'],
    outfile: CLI,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Loaded when somebody asks for the API's description; they read files of their own packages.
    external: ['@fastify/swagger', '@fastify/swagger-ui'],
    // Bundled CommonJS packages call require for Node's own modules.
    banner: {
      js: "import { createRequire as bundledRequire } from 'node:module'\nconst require = bundledRequire(import.meta.url)",
    },
    logLevel: 'warning',
  })
  chmodSync(CLI, 0o755)
}
