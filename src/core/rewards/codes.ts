import type { CodeCase } from '../../contract/scenario/vocabulary.ts'

/** A code in the spelling that the account keeps. Source: Management API, `caseSensitivity`. */
export const spellCode = (code: string, codeCase: CodeCase): string => {
  switch (codeCase) {
    case 'sensitive':
      return code
    case 'insensitive-uppercase':
      return code.toUpperCase()
    case 'insensitive-lowercase':
      return code.toLowerCase()
  }
}

/** Spells a code as the account keeps it. */
export type Spell = (code: string) => string
