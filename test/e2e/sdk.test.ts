import talonOne from 'talon_one'
import t from 'tap'
import { buildTestApp } from '../helpers/build-test-app.ts'

/** The parts of the service's own SDK that are used here; its own types are of JavaScript's looseness. */
interface Sdk {
  ApiClient: new () => { basePath: string; authentications: { api_key_v1: object } }
  IntegrationApi: new (
    client: object,
  ) => Record<string, (...args: unknown[]) => Promise<{ effects: { effectType: string }[] }>>
}

// The service's own SDK for JavaScript, version 5: it sends what it sends to the real service.
t.test('the official SDK takes a session from its creation to a return', async (t) => {
  const { listen } = await buildTestApp(t, { scenario: 'demo' })
  // What it exports is there; that its types say otherwise doesn't matter here.
  const sdk = talonOne as unknown as Sdk
  const client = new sdk.ApiClient()
  client.basePath = await listen()
  Object.assign(client.authentications.api_key_v1, { apiKeyPrefix: 'ApiKey-v1', apiKey: 'a-key' })
  const api = new sdk.IntegrationApi(client)
  const call = async (operation: string, ...args: unknown[]) => {
    const method = api[operation]
    if (!method) throw new Error(`the SDK has no ${operation}`)
    return await method.apply(api, args)
  }
  const typesOf = ({ effects }: { effects: { effectType: string }[] }) =>
    effects.map(({ effectType }) => effectType)

  const customerSession = {
    profileId: 'anna',
    couponCodes: ['XMAS-20-2021'],
    cartItems: [{ name: 'Shoe', sku: 'shoe', quantity: 2, price: 50, category: 'shoes' }],
  }
  const responseContent = ['customerSession', 'customerProfile', 'loyalty']
  const opened = await call('updateCustomerSessionV2', 's1', { customerSession, responseContent })
  t.strictSame(typesOf(opened).slice(0, 2), ['acceptCoupon', 'setDiscount'])
  t.match(opened, { customerSession: { state: 'open', total: 100 }, loyalty: { programs: {} } })

  const closing = { customerSession: { state: 'closed' }, responseContent }
  t.match(await call('updateCustomerSessionV2', 's1', closing), {
    customerSession: { state: 'closed' },
    customerProfile: { closedSessions: 3, totalSales: 399.99 },
  })
  t.match(await call('getLoyaltyBalances', 25, 'anna', {}), { balance: { activePoints: 220 } })

  const items = { return: { returnedCartItems: [{ position: 0, quantity: 1 }] } }
  const returned = await call('returnCartItems', 's1', { ...items, responseContent }, {})
  t.match(returned.effects, [
    { effectType: 'rollbackDiscount', props: { cartItemPosition: 0, cartItemSubPosition: 0 } },
  ])
  t.match(returned, {
    customerSession: { state: 'partially_returned' },
    customerProfile: { closedSessions: 3, totalSales: 349.99 },
  })
  t.match(await call('getCustomerSession', 's1'), { customerSession: { integrationId: 's1' } })
})
