// Builds the package: tsc checks the types and writes build/ (the library and the tests), esbuild
// bundles the command line into dist/, since one file starts faster than node_modules.
// With --if-stale, only when a source is newer than what was built.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs'
import { build } from 'esbuild'

const CLI = 'dist/talon-mock.js'

const newest = (paths) => Math.max(...paths.map((path) => statSync(path).mtimeMs))
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)

const isUpToDate = () => {
  if (!existsSync(CLI)) return false
  const sources = [...filesBelow('src'), ...filesBelow('test')]
  return (
    newest([...sources, 'package-lock.json', 'tsconfig.json', 'build.mjs']) < statSync(CLI).mtimeMs
  )
}

if (!(process.argv.includes('--if-stale') && isUpToDate())) {
  execFileSync('node_modules/.bin/tsc', { stdio: 'inherit' })
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
