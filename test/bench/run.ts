import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { benchCallback } from './callback.ts'
import { benchControl } from './control.ts'
import { benchDashboard } from './dashboard.ts'
import { benchMemory } from './memory.ts'
import { benchPut } from './put.ts'
import { conditions, type Report, toTable } from './report.ts'
import { benchRules } from './rules.ts'
import { benchStartup } from './startup.ts'

/**
 * `npm run bench -- [put] [rules] [callback] [control] [startup] [dashboard] [memory] [--json FILE]`: measures the bundled command
 * line against the least that does the same, in pairs on the same machine at the same time, so that the
 * ratios hold where the figures don't. All parts without one named. Minutes; wants a quiet machine.
 */

const PARTS: Record<string, () => Promise<Report>> = {
  put: benchPut,
  rules: benchRules,
  callback: benchCallback,
  control: benchControl,
  startup: benchStartup,
  dashboard: benchDashboard,
  memory: benchMemory,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
})
const unknown = positionals.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`bench: no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

const reports: Record<string, Report> = {}
for (const [name, bench] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.error(`bench: ${name} …`)
  reports[name] = await bench()
}

const measuredWith = conditions()
const rows = Object.values(reports).flatMap((report) => report.rows)
console.log(`\n${toTable(rows)}\n`)
console.log(
  Object.entries(measuredWith)
    .map(([name, value]) => `${name} ${value}`)
    .join(', '),
)
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify({ conditions: measuredWith, reports }, null, 2)}\n`)
}
