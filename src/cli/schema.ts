import { Scenario } from '../contract/scenario/scenario.ts'

/** The JSON Schema of scenario files, as text. */
export const schemaText = (): string => `${JSON.stringify(Scenario, null, 2)}\n`
