import ipaddr from 'ipaddr.js'

export const TARGET_POLICIES = ['local', 'strict'] as const
export type TargetPolicyName = (typeof TARGET_POLICIES)[number]

/**
 * Where callbacks may go. Both answers are undefined when it is allowed, else the rule that forbids it.
 */
export interface TargetPolicy {
  /** Judges a destination before connecting: its scheme, and its host when that is an address. */
  refusesUrl(url: URL): string | undefined
  /** Judges an address that a host name resolved to. */
  refusesAddress(address: string, hostname: string): string | undefined
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = [Address, number]

/** Link-local ranges and the addresses at which clouds serve credentials to whoever asks. */
const NEVER: readonly Range[] = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
].map((range) => ipaddr.parseCIDR(range))

/** The IPv6 prefixes that carry an IPv4 address, and where in the address it begins, in bytes. */
const CARRIERS: readonly [Range, number][] = [
  [ipaddr.parseCIDR('::ffff:0:0/96'), 12],
  [ipaddr.parseCIDR('::/96'), 12],
  [ipaddr.parseCIDR('64:ff9b::/96'), 12],
  [ipaddr.parseCIDR('64:ff9b:1::/48'), 12],
  [ipaddr.parseCIDR('2002::/16'), 2],
]

const isIn = (address: Address, [network, bits]: Range) =>
  address.kind() === network.kind() && address.match(network, bits)

/** An address, and the IPv4 address inside it when it is one of the forms that carry one. */
const unwrap = (address: Address): Address[] => {
  const bytes = address.toByteArray()
  const carried = CARRIERS.filter(([range]) => isIn(address, range)).map(([, start]) =>
    ipaddr.fromByteArray(bytes.slice(start, start + 4)),
  )
  return [address, ...carried]
}

/** Whether a host name (without brackets) is an address itself. */
export const isAddress = (hostname: string): boolean => ipaddr.isValid(hostname)

/** Whether text is an address or a range of them, as `--callback-allow` takes it. */
const parseRange = (text: string): Range | undefined => {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/**
 * `local` lets callbacks go anywhere but to link-local and cloud metadata addresses; `strict` to
 * public addresses over https alone. An allowed host name lifts the rest of a policy for that name,
 * but only an allowed address opens a link-local or metadata one: a name may resolve to anything.
 */
export const createTargetPolicy = (
  policy: TargetPolicyName,
  allow: readonly string[],
): TargetPolicy => {
  const ranges = allow.map(parseRange).filter((range) => range !== undefined)
  const hosts = new Set(allow.filter((text) => !parseRange(text)).map((host) => host.toLowerCase()))

  const judge = (text: string, hostname: string): string | undefined => {
    const forms = unwrap(ipaddr.parse(text))
    if (ranges.some((range) => forms.some((form) => isIn(form, range)))) return undefined
    if (forms.some((form) => NEVER.some((range) => isIn(form, range)))) {
      return `${text} is a link-local or cloud metadata address`
    }
    if (policy === 'local' || hosts.has(hostname)) return undefined
    const inner = forms.at(-1)
    return inner?.range() === 'unicast'
      ? undefined
      : `${text} is not a public address (policy strict)`
  }

  return {
    refusesUrl(url) {
      const hostname = bareHost(url)
      const literal = isAddress(hostname)
      const refused = literal ? judge(hostname, hostname) : undefined
      if (refused || policy === 'local' || url.protocol === 'https:') return refused
      const lifted = literal
        ? ranges.some((range) => unwrap(ipaddr.parse(hostname)).some((form) => isIn(form, range)))
        : hosts.has(hostname)
      return lifted ? undefined : 'http is not allowed (policy strict: https alone)'
    },
    refusesAddress: judge,
  }
}

/** The host of a URL, lower-case, without the brackets of an IPv6 address and a trailing dot. */
export const bareHost = (url: URL): string =>
  url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
