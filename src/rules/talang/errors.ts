/** An expression that cannot be evaluated with the values it met. `catch` takes it for an answer. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
}

/**
 * An expression that this emulator cannot evaluate whatever the values: an unknown function or a
 * malformed tree. `catch` lets it through, or the usual `["catch", ["noop"], ...]` would turn every
 * function that is not emulated into silence.
 */
export class UnsupportedFunctionError extends Error {
  override readonly name = 'UnsupportedFunctionError'
}
