import t from 'tap'
import type { FaultInput } from '../../src/contract/control/faults.ts'
import { checkFault } from '../../src/world/check-fault.ts'

// The emulator's own: README, Faults.

const inOrder: FaultInput[] = [
  { where: 'request', do: { status: 429 } },
  { where: 'request', do: { delayMs: { min: 5, max: 5 }, status: 500 } },
  { where: 'request', do: { delayMs: 5, reset: true } },
  { where: 'request', do: { malformed: true } },
  { where: 'request', do: { conflict: true } },
  { where: 'callback', do: { drop: true } },
  { where: 'callback', do: { duplicate: true, delayMs: 5, beforeReply: true } },
  { where: 'callback', do: { wrongKey: true, wrongCorrelationId: true, truncate: true } },
]

for (const fault of inOrder) {
  t.test(`in order: ${JSON.stringify(fault)}`, (t) => {
    t.strictSame(checkFault(fault), [])
    t.end()
  })
}

const wrong: [FaultInput, RegExp][] = [
  [{ where: 'request', do: {} }, /do must name what to do, any of do\.status, .*do\.conflict$/],
  [{ where: 'callback', do: {} }, /do must name .*do\.truncate$/],
  [{ where: 'request', do: { drop: true } }, /do\.drop can't be done to a request; .*do\.status/],
  [{ where: 'request', do: { delayMs: 5, wrongKey: true } }, /^do\.wrongKey can't/],
  [{ where: 'callback', do: { status: 500 } }, /do\.status can't be done to a callback/],
  [
    { where: 'request', do: { status: 500, reset: true } },
    /do\.status, do\.reset can't be done together/,
  ],
  [{ where: 'callback', do: { drop: true, delayMs: 5 } }, /do\.drop must stand alone/],
  [{ where: 'callback', do: { delayMs: 5, truncate: true } }, /make two faults/],
  [{ where: 'request', do: { delayMs: { min: 6, max: 5 } } }, /do\.delayMs\.min must be at most/],
]

for (const [fault, text] of wrong) {
  t.test(`refused: ${JSON.stringify(fault)}`, (t) => {
    const faults = checkFault(fault)
    t.equal(faults.length, 1)
    t.match(faults[0], text)
    t.end()
  })
}
