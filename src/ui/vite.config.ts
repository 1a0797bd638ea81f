import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** Where the emulator serves what this builds; `src/http/control/dashboard.ts` says the same. */
const BASE = '/_mock/ui/'

/** An emulator beside `npx vite src/ui`, which serves the dashboard as it is edited. */
const EMULATOR = 'http://localhost:8080'

export default defineConfig({
  root: import.meta.dirname,
  base: BASE,
  logLevel: 'warn',
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/ui'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything comes from files: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    assetsDir: '.',
  },
  server: {
    proxy: { '^/(?!_mock/ui/)': EMULATOR },
  },
})
