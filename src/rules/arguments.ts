import { type Amount, isAmount } from '../core/decimal.ts'
import { toWire } from '../core/money.ts'
import { EvaluationError } from './talang/errors.ts'
import { timeOf } from './talang/time.ts'
import { Block, Time, type Value } from './talang/value.ts'

/** Reads the arguments of a host function, and says which is wrong. */
export class Arguments {
  readonly #name: string
  readonly #values: readonly (Value | undefined)[]
  constructor(name: string, values: readonly (Value | undefined)[]) {
    this.#name = name
    this.#values = values
  }

  has(index: number): boolean {
    const value = this.#values[index]
    return value !== undefined && value !== null
  }

  /** The argument as it is. */
  at(index: number): Value | undefined {
    return this.#values[index]
  }

  /** The arguments from one on, as they are. */
  from(index: number): Value[] {
    return this.#values.slice(index).map((value) => value ?? null)
  }

  text(index: number, role: string): string {
    const value = this.#values[index]
    return typeof value === 'string' ? value : this.#fail(role, 'text')
  }

  /** Empty text stands for an argument that is left out before one that isn't. */
  optionalText(index: number, role: string): string | undefined {
    return this.has(index) ? this.text(index, role) || undefined : undefined
  }

  /** One of some words. */
  oneOf<T extends string>(index: number, role: string, words: readonly T[], otherwise: T): T {
    const text = this.optionalText(index, role)
    if (text === undefined) return otherwise
    return words.find((word) => word === text) ?? this.#fail(role, `one of ${words.join(', ')}`)
  }

  /** An amount, rounded to cents, as replies show it. */
  amount(index: number, role: string): number {
    return amountOf(this.#values[index]) ?? this.#fail(role, 'a number')
  }

  wholeNumber(index: number, role: string): number {
    const value = amountOf(this.#values[index])
    return value !== undefined && Number.isInteger(value)
      ? value
      : this.#fail(role, 'a whole number')
  }

  /** Milliseconds since 1970, of a time or of text that writes one. */
  time(index: number, role: string): number {
    const value = this.#values[index]
    if (value instanceof Time) return value.at
    const time = typeof value === 'string' ? timeOf(value) : undefined
    return time?.at ?? this.#fail(role, 'a time such as 2026-01-02T03:04:05Z')
  }

  list(index: number, role: string): readonly Value[] {
    const value = this.#values[index]
    return Array.isArray(value) ? value : this.#fail(role, 'a list')
  }

  /** What gives the exact amount of an item: a block of it, or a number for all. */
  amountPerItem(index: number, role: string): (item: Value) => Amount {
    const value = this.#values[index]
    const exactly = (given: Value | undefined) =>
      given !== undefined && isAmount(given) ? given : this.#fail(role, 'a number')
    if (value instanceof Block) return (item) => exactly(value.call(item))
    const fixed = exactly(value)
    return () => fixed
  }

  #fail(role: string, expected: string): never {
    throw new EvaluationError(`${this.#name}: ${role} must be ${expected}`)
  }
}

/** An amount in cents; one that is less than nothing counts as nothing (assumed). */
export const inCents = (amount: Amount): number => Math.max(0, toWire(amount))

const amountOf = (value: Value | undefined): number | undefined =>
  value !== undefined && isAmount(value) ? inCents(value) : undefined
