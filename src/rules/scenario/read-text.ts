import type { ScenarioFault } from './fault.ts'

/** The text of a file, or why there is none. */
export const textOf = (path: string, read: (path: string) => string): string | Error => {
  try {
    return read(path)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A file that can't be read, as a fault. */
export const unreadable = (file: string, { message }: Error): ScenarioFault => ({
  file,
  line: 1,
  path: '',
  message: `can't be read: ${message}`,
})
