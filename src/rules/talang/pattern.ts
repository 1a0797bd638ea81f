import { EvaluationError } from './errors.ts'

const MAX_PATTERN = 1000
const MAX_SUBJECT = 10_000

/** Patterns kept compiled; rules use few. */
const MAX_KEPT = 100
const kept = new Map<string, RegExp>()

const compilePattern = (pattern: string): RegExp => {
  // The flags that stand at the front of RE2 patterns.
  const [prefix = '', flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? []
  const source = pattern.slice(prefix.length)
  try {
    return new RegExp(source, `u${flags}`)
  } catch {
    // RE2 allows `\-` and a lone `{`, which only the older form of JavaScript's does too.
    return new RegExp(source, flags)
  }
}

const regexOf = (pattern: string): RegExp => {
  const known = kept.get(pattern)
  if (known) return known
  if (pattern.length > MAX_PATTERN) {
    throw new EvaluationError(`a pattern holds at most ${MAX_PATTERN} characters`)
  }
  let regex: RegExp
  try {
    regex = compilePattern(pattern)
  } catch (cause) {
    throw new EvaluationError(`"${pattern.slice(0, 80)}" is no regular expression`, { cause })
  }
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(pattern, regex)
  return regex
}

/**
 * Whether a text holds a match of the pattern, anywhere in it.
 * Deviation: JavaScript's regular expressions instead of RE2, of which some take long to fail;
 * patterns hold at most 1,000 characters, texts 10,000.
 * @throws EvaluationError for a bad or overlong pattern, and (when called) an overlong text
 */
export const matcherOf = (pattern: string): ((text: string) => boolean) => {
  const regex = regexOf(pattern)
  return (text) => {
    if (text.length <= MAX_SUBJECT) return regex.test(text)
    throw new EvaluationError(`text to match holds at most ${MAX_SUBJECT} characters`)
  }
}
