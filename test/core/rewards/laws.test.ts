import assert from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { EmulatorError } from '../../../src/core/errors.ts'
import { addWire } from '../../../src/core/money.ts'
import type { ProfileRecord } from '../../../src/core/profiles.ts'
import type { LedgerRecord, ProgressRecord } from '../../../src/core/rewards/records.ts'
import type { RuleProgram } from '../../../src/core/rewards/rule-program.ts'
import { absurdVisits, anyShop, anyVisits, type Step } from '../../helpers/any-shop.ts'
import { checkLaw } from '../../helpers/check-law.ts'
import { checkReply } from '../../helpers/check-reply.ts'
import { type Account, createAccount, type Put } from '../../helpers/create-account.ts'
import { programOf } from '../../helpers/program-of.ts'

/** What an account remembers, as it stands now; its records are never edited. */
const memoryOf = ({ kept, sessions, closings, attributes, spent }: Account) => ({
  kept: new Map(kept),
  sessions: new Map(sessions),
  closings: new Map(closings),
  attributes: new Map(attributes.CustomerSession ?? []),
  spent: { ...spent },
})

/** Decides one step; undefined: it was refused. */
const take = (account: Account, { id, session }: Pick<Step, 'id' | 'session'>) => {
  try {
    return account.put(id, session)
  } catch (error) {
    if (error instanceof EmulatorError) return undefined
    throw error
  }
}

const wait = (account: Account, days: number) => {
  account.now = new Date(Date.parse(account.now) + days * 86_400_000).toISOString()
}

/** Takes all steps and hands each decision to `see`, with what was kept before it. */
const visit = (
  program: RuleProgram,
  steps: readonly Step[],
  see: (decision: Put, before: ReadonlyMap<string, string>, account: Account) => void,
) => {
  const account = createAccount(program)
  for (const step of steps) {
    wait(account, step.days)
    const memory = memoryOf(account)
    const before = memory.kept
    const decision = take(account, step)
    if (!decision) {
      assert.deepEqual(memoryOf(account), memory, 'an update that is refused leaves no trace')
      continue
    }
    see(decision, before, account)
    if (!step.undo || decision.session.state !== 'closed') continue
    const undone = account.put(step.id, { state: 'cancelled' })
    see(undone, account.kept, account)
    assert.deepEqual(given(account.kept, before), given(before, before), 'cancelling gives back')
  }
  return account
}

const shopLaw = (t: Test, check: (program: RuleProgram, steps: readonly Step[]) => void) =>
  checkLaw(
    t,
    fc.property(anyShop, anyVisits, (shop, steps) =>
      check(programOf({ 'shop.yaml': JSON.stringify(shop) }), steps),
    ),
  )

const KEPT_BUDGETS = /\|(createCoupon|createReferral)\|/

/** Of all records what cancelling restores; codes that were not there before are left out. */
const given = (kept: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>) => {
  const restored = new Map<string, unknown>()
  for (const [key, json] of kept) {
    const [kind = ''] = key.split(' ')
    const isCode = kind === 'coupon' || kind === 'referral'
    const isKept = kind === 'pool' || KEPT_BUDGETS.test(key) || (isCode && !before.has(key))
    const part = isKept ? undefined : restoredPart(kind, JSON.parse(json))
    if (part !== undefined) restored.set(key, part)
  }
  return restored
}

const restoredPart = (kind: string, record: Kept): unknown => {
  if (kind === 'ledger') {
    const left = record.entries.filter(({ remaining }) => remaining > 0)
    const entries = left.map((entry) => ({ ...entry, expiryDate: undefined }))
    return entries.length > 0 ? entries : undefined
  }
  // A tracker that has begun stays.
  if (kind === 'progress') return record.progress || undefined
  if (kind === 'coupon') return { ...record, reservedBy: undefined }
  if (kind !== 'profile') return record
  const { profile, referredWith } = record
  const { closedSessions, totalSales } = profile
  const isNew = closedSessions === 0 && totalSales === 0 && referredWith === undefined
  return isNew ? undefined : { closedSessions, totalSales, referredWith }
}

/** A record of whatever kind, read from its JSON. */
type Kept = LedgerRecord & ProfileRecord & ProgressRecord

/** `limit` 0: no limit. */
const within = (counter: number, limit: number) =>
  assert.ok(counter >= 0 && (limit === 0 || counter <= limit), `${counter} of ${limit}`)

t.test('whatever happens, counters and balances stay within their bounds', (t) => {
  shopLaw(t, (program, steps) => {
    visit(program, steps, (decision, _, { kept }) => {
      assert.equal(checkReply(JSON.parse(JSON.stringify(decision.state))), undefined)
      for (const [key, json] of kept) {
        const record = JSON.parse(json)
        if (key.startsWith('counter ')) assert.ok(record > 0, `${key}: ${record}`)
        if (key.startsWith('progress ')) {
          assert.ok(record.progress >= 0 && record.progress <= 3 * record.achievementId, json)
        }
        if (key.startsWith('ledger ')) {
          for (const { remaining } of record.entries) assert.ok(remaining >= 0, key)
        }
        if (key.startsWith('profile ')) {
          assert.ok(record.profile.closedSessions >= 0 && record.profile.totalSales >= 0, key)
        }
        if (key.startsWith('referral '))
          within(record.referral.usageCounter, record.referral.usageLimit)
        if (!key.startsWith('coupon ')) continue
        const { usageCounter, usageLimit, discountCounter, discountRemainder } = record.coupon
        within(usageCounter, usageLimit)
        assert.ok(discountCounter >= 0 && (discountRemainder ?? 0) >= 0, json)
      }
    })
  })
  t.end()
})

t.test('discounts are never negative, and together never more than the total', (t) => {
  shopLaw(t, (program, steps) => {
    visit(program, steps, ({ state, session }) => {
      const values = state.effects.flatMap(({ effectType, props }) =>
        effectType.startsWith('setDiscount') && 'value' in props ? [Number(props.value)] : [],
      )
      for (const value of values) assert.ok(value >= 0, String(value))
      const sum = values.reduce(addWire, 0)
      assert.ok(sum <= session.total, `${sum} of ${session.total}`)
    })
  })
  t.end()
})

t.test('the points of the ledgers are those that the replies told of', (t) => {
  shopLaw(t, (program, steps) => {
    const told = new Map<string, number>()
    const tell = (key: string, points: number) => told.set(key, addWire(told.get(key) ?? 0, points))
    const account = visit(program, steps, ({ state, session }) => {
      for (const { effectType, props } of state.effects) {
        if (!('transactionUUID' in props)) continue
        if (session.state === 'open') continue
        const recipient =
          'recipientIntegrationId' in props ? props.recipientIntegrationId : session.profileId
        const isMore =
          effectType === 'addLoyaltyPoints' || effectType === 'rollbackDeductedLoyaltyPoints'
        tell(
          JSON.stringify([props.programId, props.cardIdentifier ?? recipient, props.subLedgerId]),
          isMore ? props.value : -props.value,
        )
      }
    })
    const booked = new Map<string, number>()
    for (const [key, json] of account.kept) {
      if (!key.startsWith('ledger ')) continue
      const { programId, owner, entries } = JSON.parse(json)
      for (const { subLedgerId, remaining, name, amount } of entries) {
        const id = JSON.stringify([programId, owner, subLedgerId])
        const opening = name === 'Opening balance' ? amount : 0
        booked.set(id, addWire(booked.get(id) ?? 0, addWire(remaining, -opening)))
      }
    }
    const moved = (balances: Map<string, number>) =>
      new Map([...balances].filter(([, points]) => points !== 0).toSorted())
    assert.deepEqual(moved(booked), moved(told))
  })
  t.end()
})

t.test('the same requests get the same replies, byte by byte', (t) => {
  shopLaw(t, (program, steps) => {
    const run = () => {
      const replies: string[] = []
      const account = visit(program, steps, ({ state }) => replies.push(JSON.stringify(state)))
      return { replies, memory: memoryOf(account) }
    }
    assert.deepEqual(run(), run())
  })
  t.end()
})

t.test('no price is too absurd to be answered', (t) => {
  checkLaw(
    t,
    fc.property(anyShop, absurdVisits, (shop, steps) => {
      const account = createAccount(programOf({ 'shop.yaml': JSON.stringify(shop) }))
      for (const step of steps) {
        const decision = take(account, step)
        if (!decision) continue
        const reply = JSON.parse(JSON.stringify(decision.state))
        assert.equal(checkReply(reply), undefined)
        for (const { effectType, props } of reply.effects) {
          if (effectType.startsWith('setDiscount')) assert.ok(props.value >= 0, props.value)
        }
      }
    }),
  )
  t.end()
})
