import type { CodeCase } from '../../contract/scenario/vocabulary.ts'
import type { CodeSettings } from '../account.ts'

const validCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']

/** Characters and patterns of codes where neither request nor rule nor campaign says any. Assumed. */
export const COUPON_SETTINGS: CodeSettings = { validCharacters, couponPattern: '########' }
export const REFERRAL_SETTINGS: CodeSettings = { validCharacters, couponPattern: 'REF-########' }

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
