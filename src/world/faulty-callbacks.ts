import { cut, type FaultSubject, type Faults, pathOf } from './faults.ts'
import type { Ledger } from './ledger.ts'
import { type CallbackEntry, isOver, type LedgerEntry } from './ledger-entry.ts'
import type { CallbackMessage, DeliveryEvent, DeliveryPlan } from './ports.ts'

/** What faults do to the callbacks of one world. */
export interface FaultyCallbacks {
  /** How a callback is to be sent; `dropped`: not at all, for that reason. */
  plan(message: CallbackMessage): DeliveryPlan | { dropped: string }
  /** What the next attempt really sends. */
  tamper(message: CallbackMessage): CallbackMessage
  /** What the reply of an exchange has to wait for; undefined: for nothing. */
  heldReply(exchange: LedgerEntry): Promise<void> | undefined
  onDelivery(callbackId: string, event: DeliveryEvent): void
}

export interface FaultyCallbacksDeps {
  faults: Faults
  ledger: Pick<Ledger, 'entryOfCallback'>
}

const AS_IT_COMES: DeliveryPlan = {}

export const createFaultyCallbacks = ({ faults, ledger }: FaultyCallbacksDeps): FaultyCallbacks => {
  /** By the callback that is to be tried first. */
  const heldReplies = new Map<string, () => void>()

  const find = (
    message: CallbackMessage,
  ): { callback: CallbackEntry; subject: FaultSubject } | undefined => {
    const entry = ledger.entryOfCallback(message.id)
    if (!entry?.callback) return undefined
    const { sessionId, profileId, correlationId, uri: destination, key } = message
    const { method } = entry
    const path = pathOf(entry.path)
    const hasKey = key !== undefined
    return {
      callback: entry.callback,
      subject: { method, path, sessionId, profileId, correlationId, destination, hasKey },
    }
  }

  return {
    plan(message) {
      if (faults.size === 0) return AS_IT_COMES
      const found = find(message)
      const fault = found && faults.strike('callback', found.subject)
      if (!fault) return AS_IT_COMES
      found.callback.fault = fault
      const { drop, duplicate, delayMs } = fault.did
      if (drop) return { dropped: `dropped by ${fault.id}` }
      return {
        ...(typeof delayMs === 'number' && { delayMs }),
        ...(duplicate && { repeats: 1 }),
      }
    },

    tamper(message) {
      if (faults.size === 0) return message
      const found = find(message)
      const fault = found && faults.strike('attempt', found.subject)
      if (!fault) return message
      found.callback.attemptFault = fault
      const { key, correlationId, body } = message
      const { wrongKey, wrongCorrelationId, truncate } = fault.did
      return {
        ...message,
        ...(wrongKey && key && { key: { name: key.name, value: spoil(key.value) } }),
        ...(wrongCorrelationId && { correlationId: `wrong-${correlationId ?? ''}` }),
        ...(truncate && { body: cut(body) }),
      }
    },

    heldReply({ callback }) {
      if (!callback?.fault?.did.beforeReply) return undefined
      if (callback.attempts.length > 0 || isOver(callback.state)) return undefined
      return new Promise((resolve) => heldReplies.set(callback.message.id, resolve))
    },

    onDelivery(callbackId, { kind }) {
      if (heldReplies.size === 0) return
      if (kind !== 'attempted' && kind !== 'failed' && kind !== 'cancelled') return
      heldReplies.get(callbackId)?.()
      heldReplies.delete(callbackId)
    },
  }
}

/** Another key of the same form and length; nothing of the right one is in it but the scheme. */
const spoil = (key: string): string => {
  const [, scheme = '', secret = ''] = /^(.* )?(.*)$/s.exec(key) ?? []
  const wrong = 'wrong'.padEnd(secret.length, '0')
  return scheme + (wrong === secret ? `${wrong}0` : wrong)
}
