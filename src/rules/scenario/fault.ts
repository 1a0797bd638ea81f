import type { Origin } from '../../core/account.ts'

/** One thing wrong with a file, and where: what was expected there, and what it got. */
export interface ScenarioFault extends Origin {
  readonly message: string
}

/** As the commands and the log show it, on one line. */
export const faultLine = ({ file, line, path, message }: ScenarioFault): string =>
  `${file}:${line}: ${path ? `${path}: ` : ''}${message}`
