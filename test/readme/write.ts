import { readFileSync, writeFileSync } from 'node:fs'
import { startTalonMock } from '../../src/index.ts'
import { withTables } from './tables.ts'

// Brings the tables of the README up to date.
await using mock = await startTalonMock()
const document = await mock.inject({ method: 'GET', url: '/_mock/openapi.json' })
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8'), document.json()))
