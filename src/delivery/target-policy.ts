import ipaddr from 'ipaddr.js'

export type TargetPolicyName = 'local' | 'strict'

/**
 * Where callbacks may go. Both answers are undefined when it is allowed, else the rule that forbids it.
 */
export interface TargetPolicy {
  /** Judges a destination before connecting: its host when that is an address, else its scheme. */
  refusesUrl(url: URL): string | undefined
  /** Judges an address that the destination's host name resolved to. */
  refusesAddress(address: string, url: URL): string | undefined
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = [Address, number]

/** Link-local ranges and the addresses at which clouds serve credentials to whoever asks. */
const NEVER: readonly Range[] = [
  '169.254.0.0/16',
  'fe80::/10',
  '100.100.100.200/32', // Alibaba
  '168.63.129.16/32', // Azure
  '192.0.0.192/32', // Oracle
  'fd00:c1::a9fe:a9fe/128',
  'fd00:ec2::/32', // AWS: metadata, EKS credentials, DNS
  'fd20:ce::254/128', // Google
  'fd00:42::42/128', // Scaleway
].map((range) => ipaddr.parseCIDR(range))

/**
 * IPv6 prefixes that carry an IPv4 address, and which of the 16 bytes hold it. The translator's prefix
 * of local use can have any length from 48 bits on, so it has four places (RFC 6052, 2.2; RFC 8215).
 */
const CARRIERS: readonly [Range, readonly (readonly number[])[]][] = [
  [ipaddr.parseCIDR('::ffff:0:0/96'), [[12, 13, 14, 15]]],
  [ipaddr.parseCIDR('::/96'), [[12, 13, 14, 15]]],
  [ipaddr.parseCIDR('::ffff:0:0:0/96'), [[12, 13, 14, 15]]],
  [ipaddr.parseCIDR('64:ff9b::/96'), [[12, 13, 14, 15]]],
  [
    ipaddr.parseCIDR('64:ff9b:1::/48'),
    [
      [6, 7, 9, 10],
      [7, 9, 10, 11],
      [9, 10, 11, 12],
      [12, 13, 14, 15],
    ],
  ],
  [ipaddr.parseCIDR('2002::/16'), [[2, 3, 4, 5]]],
]

const isIn = (address: Address, [network, bits]: Range) =>
  address.kind() === network.kind() && address.match(network, bits)

const isInAny = (address: Address, ranges: readonly Range[]) =>
  ranges.some((range) => isIn(address, range))

/** Whether the whole of a range lies in another. */
const isWithin = ([network, bits]: Range, outer: Range) => bits >= outer[1] && isIn(network, outer)

/** The IPv4 addresses inside an address of a form that carries one; more than one where it can't be told. */
const carriedBy = (address: Address): Address[] => {
  const bytes = address.toByteArray()
  return CARRIERS.filter(([range]) => isIn(address, range)).flatMap(([, places]) =>
    places.map((place) => ipaddr.fromByteArray(place.map((index) => bytes[index] ?? 0))),
  )
}

/** A host name, lower-case, without the brackets of an IPv6 address and a trailing dot. */
const bare = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')

const bareHost = (url: URL): string => bare(url.hostname)

/** Whether text is an address or a range of them, as `--callback-allow` takes it. */
const parseRange = (text: string): Range | undefined => {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

const NO_HTTP = 'http is not allowed (policy strict: https alone)'

/**
 * `local` lets callbacks go anywhere but to link-local and cloud metadata addresses; `strict` to
 * public addresses over https alone. An allowed host name lifts the rest of a policy for that name,
 * an allowed range for its addresses. A link-local or metadata address is opened only by a range that
 * lies wholly among them: a name may resolve to anything, and `0.0.0.0/0` doesn't mean those.
 */
export const createTargetPolicy = (
  policy: TargetPolicyName,
  allow: readonly string[],
): TargetPolicy => {
  const allowed = allow.map((text) => bare(text))
  const ranges = allowed.map(parseRange).filter((range) => range !== undefined)
  const hosts = new Set(allowed.filter((text) => !parseRange(text)))
  const opening = ranges.filter((range) => NEVER.some((never) => isWithin(range, never)))

  const judge = (text: string, url: URL): string | undefined => {
    if (!ipaddr.isValid(text)) return `${text} is not an address`
    const address = ipaddr.parse(text)
    const carried = carriedBy(address)
    const forbidden = [address, ...carried].filter((form) => isInAny(form, NEVER))
    if (forbidden.length > 0) {
      return forbidden.every((form) => isInAny(form, opening))
        ? undefined
        : `${text} is a link-local or cloud metadata address`
    }
    const meant = carried.length > 0 ? carried : [address]
    const isAllowed =
      policy === 'local' ||
      hosts.has(bareHost(url)) ||
      isInAny(address, ranges) ||
      meant.every((form) => isInAny(form, ranges))
    if (isAllowed) return undefined
    if (meant.some((form) => form.range() !== 'unicast')) {
      return `${text} is not a public address (policy strict)`
    }
    return url.protocol === 'https:' ? undefined : NO_HTTP
  }

  return {
    refusesUrl(url) {
      const hostname = bareHost(url)
      if (ipaddr.isValid(hostname)) return judge(hostname, url)
      // With ranges allowed, a name may turn out to be in one; the look-up judges that.
      const lifted = policy === 'local' || hosts.has(hostname) || ranges.length > 0
      return lifted || url.protocol === 'https:' ? undefined : NO_HTTP
    },
    refusesAddress: judge,
  }
}
