import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBare } from './bare-route.ts'
import { CONNECTIONS, putFor, SAMPLE } from './load.ts'
import { cpuDuring, type ServerProcess, startEmulator } from './processes.ts'
import { type Report, ratioRow } from './report.ts'
import { figure, inPairs, type Pair } from './statistics.ts'

const ROUNDS = 5
const SECONDS = 3

/** A server, and what it is sent over and over. */
interface Side {
  start: () => Promise<ServerProcess>
  body: object
}

const emulator = (scenario: string) => () => startEmulator(scenario)

/** Loads two servers in turns: answers a second, and processor time outside the kernel for each. */
const compare = async (sides: Record<keyof Pair, Side>) => {
  const servers = { mock: await sides.mock.start(), bare: await sides.bare.start() }
  try {
    const measure = async (side: keyof Pair) => {
      const { url } = servers[side]
      const { result, userMicros } = await cpuDuring(servers[side], () =>
        putFor(url, SECONDS, JSON.stringify(sides[side].body)),
      )
      if (result.failures > 0) throw new Error(`${result.failures} requests of ${side} failed`)
      return { rate: result.rate, userMicros: userMicros / result.answers }
    }
    await inPairs(1, measure)
    const rounds = await inPairs(ROUNDS, measure)
    return {
      rates: figure(rounds, ({ rate }) => rate),
      user: figure(rounds, ({ userMicros }) => userMicros),
      rounds,
    }
  } finally {
    await Promise.all([servers.mock.stop(), servers.bare.stop()])
  }
}

/** So many campaigns, each with one coupon and two rules that ask for it. */
const campaigns = (count: number): string => {
  const list = Array.from(
    { length: count },
    (_, i) => `
  - name: Campaign ${i}
    coupons: [{ code: CODE-${i} }]
    rules:
      - { title: A, when: { coupon: valid }, then: [{ discount: { name: A, percent: 5, of: session } }] }
      - { title: B, when: { coupon: valid, cartTotal: { atLeast: 50 } }, then: [{ discount: { name: B, amount: 2, of: session } }] }`,
  )
  return `version: 1\nadditionalCosts: [{ name: shipping }]\ncampaigns:${list.join('')}\n`
}

const ITEM_DISCOUNT = `version: 1
campaigns:
  - name: Shoes
    rules:
      - title: 10 % off
        when: { item: { category: shoes } }
        then: [{ itemDiscount: { name: Shoes, percent: 10, where: { category: shoes } } }]
`

const cartOf = (size: number) => ({
  customerSession: {
    profileId: 'anna',
    cartItems: Array.from({ length: size }, (_, i) => ({
      sku: `S-${i}`,
      name: `Shoe ${i}`,
      category: 'shoes',
      quantity: 1,
      price: 19.99,
    })),
  },
})

/** What rules cost: against the bare route, by the number of campaigns, by the size of the cart. */
export const benchRules = async (): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'talon-mock-bench-'))
  const fileOf = (name: string, text: string) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const withCode = {
    customerSession: { ...SAMPLE.customerSession, couponCodes: ['CODE-7'], referralCode: '' },
  }
  try {
    const demo = await compare({
      mock: { start: emulator('demo'), body: SAMPLE },
      bare: { start: () => startBare('demo'), body: SAMPLE },
    })
    const many = await compare({
      mock: { start: emulator(fileOf('many.yaml', campaigns(1000))), body: withCode },
      bare: { start: emulator(fileOf('few.yaml', campaigns(10))), body: withCode },
    })
    const items = fileOf('items.yaml', ITEM_DISCOUNT)
    const large = await compare({
      mock: { start: emulator(items), body: cartOf(200) },
      bare: { start: emulator(items), body: cartOf(20) },
    })
    const whole = (value: number) => value.toFixed(0)
    return {
      rows: [
        ratioRow(`Demo rules, ${CONNECTIONS} connections: requests/s`, demo.rates, whole, {
          atLeast: 0.8,
        }),
        ratioRow('  processor time outside the kernel, µs', demo.user, whole),
        ratioRow('1,000 campaigns against 10: µs a request', many.user, whole, { atMost: 2 }),
        ratioRow('200 discounted items against 20: µs a request', large.user, whole, {
          atMost: 10,
        }),
      ],
      figures: { demo: demo.rounds, many: many.rounds, large: large.rounds, seconds: SECONDS },
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
