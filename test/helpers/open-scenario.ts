import { readProgram } from '../../src/scenario-files.ts'
import { createShop, type Shop } from './create-shop.ts'

/** A shop under one of the scenario files of the fixtures. */
export const openScenario = (name: string): Shop => {
  const scenario = `test/fixtures/scenarios/${name}.yaml`
  const loaded = readProgram({ scenario, dialect: '', magicCodes: true })
  if (!loaded.ok || loaded.warnings.length > 0) {
    throw new Error(JSON.stringify(loaded.ok ? loaded.warnings : loaded.faults))
  }
  return createShop(loaded.program)
}
