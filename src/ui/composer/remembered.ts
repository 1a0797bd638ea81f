import { signal } from '@preact/signals'
import { sampleDraft } from './draft.ts'
import type { CallbackAsked, Envelope } from './send.ts'

/** What was composed stays while the page is open, other views looked at meanwhile. */

/** The body as text. */
export const draft = signal(sampleDraft())

/** The stored session that the draft began with, if any. */
export const begun = signal<string | undefined>(undefined)

export const envelope = signal<Envelope>({
  sessionId: 'composed-1',
  apiKey: 'anything',
  deployment: 'acme.talon.one',
  callback: {
    uri: `${location.origin}/_mock/sink/composer`,
    key: 'Authorization ApiKey-v1 3aa74d582bd9479c59e16f970fe13bf3',
    fields: [],
    correlationId: 'composed-1',
  },
})

/** What the callback was when it was last asked for. */
export const lastCallback = signal<CallbackAsked | undefined>(envelope.value.callback)
