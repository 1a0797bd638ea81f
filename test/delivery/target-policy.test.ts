import t from 'tap'
import { createTargetPolicy, type TargetPolicyName } from '../../src/delivery/target-policy.ts'

// Where callbacks may go: README, settings --callback-policy and --callback-allow. The special ranges
// are those of the IANA registries (RFC 6890); metadata addresses as the clouds document them.

const POLICIES = ['local', 'strict'] as const

/** What forbids a URL, whose host has these addresses when it is a name; undefined: nothing does. */
const verdict = (
  policy: TargetPolicyName,
  uri: string,
  addresses: readonly string[] = [],
  allow: readonly string[] = [],
): string | undefined => {
  const targets = createTargetPolicy(policy, allow)
  const url = new URL(uri)
  return (
    targets.refusesUrl(url) ??
    addresses.map((address) => targets.refusesAddress(address, url)).find((rule) => rule)
  )
}

const METADATA_URLS = [
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0xA9.0xFE.0xA9.0xFE',
  '0251.0376.0251.0376',
  '169.254.43518',
  '169.254.169.254.',
  '１６９.254.169.254',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[::a9fe:a9fe]',
  '[::ffff:0:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[64:ff9b:1:a9fe:a9:fe00:808:808]',
  '[2002:a9fe:a9fe::1]',
  '[fe80::1]',
  '[febf::1]',
  '[fd00:ec2::254]',
  '[fd00:ec2::23]',
  '[fd20:ce::254]',
  '[fd00:c1::a9fe:a9fe]',
  '169.254.0.1',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
]

for (const policy of POLICIES) {
  t.test(`${policy}: link-local and metadata addresses are blocked however they are spelt`, (t) => {
    for (const host of METADATA_URLS) {
      for (const scheme of ['http', 'https']) {
        const uri = `${scheme}://${host}/latest/meta-data`
        t.match(verdict(policy, uri), /link-local or cloud metadata/, uri)
      }
    }
    t.end()
  })

  t.test(`${policy}: a name that resolves to one is blocked, even if others are fine`, (t) => {
    for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1%eth0']) {
      const rule = verdict(policy, 'https://shop.example/', ['93.184.215.14', address])
      t.match(rule, /link-local or cloud metadata/, address)
    }
    t.end()
  })

  t.test(`${policy}: allowing the name or all addresses doesn't open them`, (t) => {
    for (const allow of ['shop.example', '0.0.0.0/0', '100.64.0.0/10']) {
      for (const address of ['169.254.169.254', '100.100.100.200', '::ffff:169.254.169.254']) {
        const rule = verdict(policy, 'https://shop.example/', [address], [allow])
        t.match(rule, /link-local or cloud metadata/, `${allow}, ${address}`)
      }
    }
    t.match(verdict(policy, 'https://[fe80::1]/', [], ['::/0']), /link-local/)
    t.end()
  })

  t.test(`${policy}: allowing one of them by address or range of its own opens it`, (t) => {
    t.equal(verdict(policy, 'http://169.254.10.1/', [], ['169.254.10.0/24']), undefined)
    t.equal(verdict(policy, 'http://[::ffff:169.254.10.1]/', [], ['169.254.10.1']), undefined)
    t.equal(verdict(policy, 'http://box.example/', ['169.254.10.1'], ['169.254.10.1']), undefined)
    t.match(verdict(policy, 'http://169.254.169.254/', [], ['169.254.10.0/24']), /link-local/)
    t.end()
  })

  t.test(`${policy}: public addresses over https are allowed`, (t) => {
    for (const host of ['93.184.215.14', '[2606:2800:21f::1]', '[64:ff9b::5db8:d70e]']) {
      t.equal(verdict(policy, `https://${host}/`), undefined, host)
    }
    const addresses = ['93.184.215.14', '2606:2800:21f::1', '::ffff:93.184.215.14']
    t.equal(verdict(policy, 'https://shop.example:8443/', addresses), undefined)
    t.end()
  })

  t.test(`${policy}: what a name resolves to must be an address`, (t) => {
    t.match(verdict(policy, 'https://shop.example/', ['elsewhere']), /not an address/)
    t.end()
  })
}

const NOT_PUBLIC = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  '127.0.0.1',
  '127.8.8.8',
  '100.64.0.1',
  '0.0.0.0',
  '0.1.2.3',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::808:808',
  '2002:a00:1::1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
]
const asHost = (address: string) => (address.includes(':') ? `[${address}]` : address)

t.test(
  'strict: private, loopback, shared, unspecified, multicast and reserved are blocked',
  (t) => {
    for (const address of NOT_PUBLIC) {
      t.match(verdict('strict', `https://${asHost(address)}/`), /not a public address/, address)
      const rule = verdict('strict', 'https://shop.example/', ['93.184.215.14', address])
      t.match(rule, /not a public address/, `name with ${address}`)
    }
    t.end()
  },
)

t.test('local: all of them are allowed, over http too', (t) => {
  for (const address of NOT_PUBLIC) {
    t.equal(verdict('local', `http://${asHost(address)}:3000/`), undefined, address)
  }
  t.equal(verdict('local', 'http://shop.example/', NOT_PUBLIC), undefined)
  t.end()
})

t.test('strict: http is refused for public names and addresses', (t) => {
  t.match(verdict('strict', 'http://93.184.215.14/'), /https alone/)
  t.match(verdict('strict', 'http://shop.example/', ['93.184.215.14']), /https alone/)
  t.end()
})

t.test('strict: an allowed host goes anywhere it resolves to, over http too, and no other', (t) => {
  for (const allow of ['shop', 'SHOP', 'shop.']) {
    t.equal(verdict('strict', 'http://shop:3000/', ['172.18.0.3'], [allow]), undefined, allow)
    t.equal(verdict('strict', 'http://shop.:3000/', ['172.18.0.3'], [allow]), undefined, allow)
  }
  t.ok(verdict('strict', 'http://shop.example/', ['172.18.0.3'], ['shop']))
  t.ok(verdict('strict', 'https://my-shop/', ['172.18.0.3'], ['shop']))
  t.end()
})

for (const allow of ['172.18.0.3', '172.16.0.0/12', '0.0.0.0/0']) {
  t.test(`strict: ${allow} allowed lifts the policy for its addresses, by name or not`, (t) => {
    t.equal(verdict('strict', 'http://172.18.0.3:3000/', [], [allow]), undefined)
    t.equal(verdict('strict', 'http://[::ffff:172.18.0.3]/', [], [allow]), undefined)
    t.equal(verdict('strict', 'http://shop:3000/', ['172.18.0.3'], [allow]), undefined)
    t.end()
  })
}

t.test('strict: an allowed range opens nothing beyond it', (t) => {
  const allow = ['172.16.0.0/12', '[fd12::1]']
  t.match(verdict('strict', 'http://10.0.0.1/', [], allow), /not a public address/)
  t.match(verdict('strict', 'https://shop/', ['172.18.0.3', '10.0.0.1'], allow), /not a public/)
  t.match(verdict('strict', 'http://shop.example/', ['93.184.215.14'], allow), /https alone/)
  t.equal(verdict('strict', 'http://[fd12::1]/', [], allow), undefined)
  t.match(verdict('strict', 'http://[fd12::2]/', [], allow), /not a public address/)
  t.end()
})
