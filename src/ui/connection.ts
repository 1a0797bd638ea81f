import { computed, signal, useSignal, useSignalEffect } from '@preact/signals'
import { createMockClient, type MockClient, MockError } from '../client/mock-client.ts'
import { world } from './route.ts'

const TOKEN = 'talon-mock-control-token'

/** The token of the control API, for this tab; never in an address. A new object each time that one is given. */
const token = signal({ text: sessionStorage.getItem(TOKEN) ?? undefined })

/** Whether the emulator asks for a token that it has not got: none was given, or another one. */
export const tokenWanted = signal<'no' | 'none' | 'wrong'>('no')

export const setToken = (text: string): void => {
  sessionStorage.setItem(TOKEN, text)
  tokenWanted.value = 'no'
  token.value = { text }
}

/** The control API, about the world that is looked at. */
export const client = computed<MockClient>(() =>
  createMockClient(location.origin, { token: token.value.text, world: world.value }),
)

/** Notes that a token is wanted, when that is why something was refused. */
export const noteRefusal = (error: unknown): boolean => {
  if (!(error instanceof MockError && error.status === 401)) return false
  tokenWanted.value = token.value.text === undefined ? 'none' : 'wrong'
  return true
}

/** What went wrong, as it is shown. */
export const messageOf = (error: unknown): string => {
  if (error instanceof MockError) {
    // The detail names the first one.
    const more = error.faults.filter((fault) => !error.detail.endsWith(fault))
    return [error.detail, ...more].join('\n')
  }
  return error instanceof Error ? error.message : String(error)
}

/** What can't be asked for by its name is refused before anything is sent. */
const attempt = <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return ask()
  } catch (error) {
    return Promise.reject(error)
  }
}

/** What was asked for, as far as it is known. The data of the time before stays while it is asked for again. */
export interface Asked<T> {
  readonly data: T | undefined
  readonly error: string | undefined
  /** Asks again. */
  reload(): void
}

/**
 * Asks the control API, and again whenever a signal that `ask` reads has changed: the world, the token, or
 * what it is about.
 */
export const useAsked = <T>(ask: (client: MockClient) => Promise<T>): Asked<T> => {
  const data = useSignal<T | undefined>(undefined)
  const error = useSignal<string | undefined>(undefined)
  const times = useSignal(0)
  useSignalEffect(() => {
    times.value
    let stale = false
    attempt(() => ask(client.value)).then(
      (answer) => {
        if (stale) return
        data.value = answer
        error.value = undefined
      },
      (reason: unknown) => {
        if (stale || noteRefusal(reason)) return
        // Without an answer, what was known is shown on.
        if (reason instanceof MockError) data.value = undefined
        error.value = messageOf(reason)
      },
    )
    return () => {
      stale = true
    }
  })
  return { data: data.value, error: error.value, reload: () => void times.value++ }
}
