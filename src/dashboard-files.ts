import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { DashboardFile, DashboardFiles } from './http/control/dashboard.ts'

/** What Vite wrote: `import.meta.dirname` is `build/src` in the bundle too. */
const FOLDER = join(import.meta.dirname, '../../dist/ui')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export const createDashboardFiles = (folder: string = FOLDER): DashboardFiles => {
  let files: Promise<ReadonlyMap<string, DashboardFile>> | undefined
  return () => {
    files ??= readFiles(folder).catch((cause: unknown) => {
      files = undefined
      throw new Error(`the dashboard can't be read; npm run build makes it`, { cause })
    })
    return files
  }
}

const readFiles = async (folder: string): Promise<ReadonlyMap<string, DashboardFile>> => {
  const names = await readdir(folder)
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, DashboardFile]> => {
        const type = TYPES[extname(name)] ?? 'application/octet-stream'
        return [name, { type, body: await readFile(join(folder, name)) }]
      }),
    ),
  )
}
