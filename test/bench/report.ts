import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import process from 'node:process'
import { median, type Pair, ratioOf } from './statistics.ts'

/** One line of the table. */
export interface Row {
  what: string
  /** Figures of the emulator, and of what it is compared to. */
  mock: string
  bare?: string
  /** What the pairs say, or what the aim is about. */
  result?: string
  aim?: string
  met?: boolean
}

/** What one part of the benchmarks found; `figures` go into the JSON file. */
export interface Report {
  rows: Row[]
  figures: Readonly<Record<string, unknown>>
}

type Aim = { atLeast: number } | { atMost: number }

/** A line that compares pairs: medians of both sides, and the middle one of the ratios with the extremes. */
export const ratioRow = (
  what: string,
  pairs: readonly Pair[],
  show: (value: number) => string,
  aim?: Aim,
): Row => {
  const ratio = ratioOf(pairs)
  return {
    what,
    mock: show(median(pairs.map(({ mock }) => mock))),
    bare: show(median(pairs.map(({ bare }) => bare))),
    result: `${ratio.median.toFixed(2)} (${ratio.lowest.toFixed(2)} to ${ratio.highest.toFixed(2)})`,
    ...(aim && judged(ratio.median, aim, '')),
  }
}

/** The two last columns of a line: the aim, and whether a figure meets it. */
export const judged = (figure: number, aim: Aim, unit: string): { aim: string; met: boolean } =>
  'atLeast' in aim
    ? { aim: `at least ${aim.atLeast}${unit}`, met: figure >= aim.atLeast }
    : { aim: `at most ${aim.atMost}${unit}`, met: figure <= aim.atMost }

const versionOf = (name: string): string =>
  // Every package has a version.
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string })
    .version

/** What was measured with what. */
export const conditions = (): Record<string, string> => ({
  node: process.versions.node,
  ...Object.fromEntries(
    ['fastify', 'undici', 'autocannon', 'fastq'].map((name) => [name, versionOf(name)]),
  ),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${process.platform}`,
})

const HEAD = ['', 'talon-mock', 'bare', 'ratio / result', 'aim', 'met']

/** The rows as text, in columns. */
export const toTable = (rows: readonly Row[]): string => {
  const met = (row: Row) => (row.met === undefined ? '' : row.met ? 'yes' : 'NO')
  const lines = [
    HEAD,
    ...rows.map((row) => [
      row.what,
      row.mock,
      row.bare ?? '',
      row.result ?? '',
      row.aim ?? '',
      met(row),
    ]),
  ]
  const widths = HEAD.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}
