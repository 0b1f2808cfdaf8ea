import ipaddr from 'ipaddr.js'

/** What an address leads to, by the ranges that are set apart. Source: the special-purpose registries of the IANA. */

export type Address = ReturnType<typeof ipaddr.process>

/** Cloud metadata services outside of the link-local ranges: Alibaba, Azure, Oracle, Amazon, Google. */
const metadataServices = [
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
]

/** 0.0.0.0/8 and :: lead to this machine; of the rest none is a server's that is connected to over TCP. */
const neverRanges: Record<string, string> = {
  linkLocal: 'link-local',
  deprecatedSiteLocal: 'site-local',
  unspecified: 'unspecified',
  multicast: 'multicast',
  broadcast: 'broadcast',
  reserved: 'reserved',
  discard: 'discard-only',
}
const privateRanges = new Set(['private', 'uniqueLocal', 'carrierGradeNat'])

/** An address of IPv4 that is written as one of IPv6 (::ffff:127.0.0.1) is that of IPv4. */
export const addressOf = (text: string): Address => ipaddr.process(withoutDots(text))

/** The parser takes ::127.0.0.1 for ::ffff:127.0.0.1, which it is not. */
const withoutDots = (text: string): string =>
  text.replace(/(?<=:)(\d+)\.(\d+)\.(\d+)\.(\d+)(?!\S*:)/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.slice(0, 4).map(Number) as [number, number, number, number]
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })

/** Why nothing is ever connected there, in words; null where something may be. */
export function neverConnected(address: Address): string | null {
  for (const one of [address, ...embedded(address)]) {
    if (metadataServices.some((service) => isWithin(one, service))) return 'a metadata service'
    const words = neverRanges[one.range()]
    if (words) return words
  }
  if (embedded(address).some((one) => one.range() === 'loopback')) return "a gateway's loopback"
  // Addresses of IPv4 in a form that nothing routes any more (RFC 4291, 2.5.5.1).
  return address.range() !== 'loopback' && isWithin(address, '::/96') ? 'reserved' : null
}

/** `public`, `loopback`, `private`, or the name of another range. */
export function rangeOf(address: Address): string {
  const range = standIn(address).range()
  if (privateRanges.has(range)) return 'private'
  if (range !== 'unicast') return range
  // All that is given out so far; what comes after it may be anything.
  return address.kind() === 'ipv4' || isWithin(address, '2000::/3') || standIn(address) !== address
    ? 'public'
    : 'unassigned'
}

/** Whether a CIDR range or an address holds it, also by the address of IPv4 that a gateway would translate it to. */
export const leadsInto = (address: Address, rule: string): boolean =>
  [address, ...embedded(address)].some((one) => isWithin(one, rule))

/** As `leadsInto`, but of translations only by that of the well-known prefix, which every network knows. */
export const isIn = (address: Address, rule: string): boolean =>
  [address, standIn(address)].some((one) => isWithin(one, rule))

function isWithin(address: Address, rule: string): boolean {
  const [network, bits] = rangeIn(rule)
  return network.kind() === address.kind() && address.match(network, bits)
}

function rangeIn(rule: string): [Address, number] {
  if (!ipaddr.isValidCIDR(rule)) {
    const address = addressOf(rule)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  const [network, bits] = ipaddr.parseCIDR(withoutDots(rule))
  return network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96
    ? [network.toIPv4Address(), bits - 96]
    : [network, bits]
}

/** Networks without IPv4 reach it by these: the address is then as good as the one that it stands for. Source: RFC 6052. */
function standIn(address: Address): Address {
  return isWithin(address, '64:ff9b::/96') ? ipv4(address.toByteArray().slice(12)) : address
}

/** The addresses of IPv4 that relays and gateways make of one of IPv6, wherever it may hold them. */
function embedded(address: Address): Address[] {
  const bytes = address.toByteArray()
  const from = (...places: number[]) => ipv4(places.map((place) => bytes[place]!))
  switch (address.range()) {
    case 'rfc6052':
      if (standIn(address) !== address) return [standIn(address)]
      // Source: RFC 8215, and RFC 6052, 2.2: a prefix of 48 bits may be used in four ways.
      return [from(12, 13, 14, 15), from(6, 7, 9, 10), from(7, 9, 10, 11), from(9, 10, 11, 12)].filter(
        (one) => one.range() !== 'unspecified',
      )
    case 'rfc6145':
      return [from(12, 13, 14, 15)]
    case '6to4':
      return [from(2, 3, 4, 5)]
    case 'teredo':
      // Source: RFC 4380, 4: the server, and the client with its bits turned over.
      return [from(4, 5, 6, 7), ipv4(bytes.slice(12).map((byte) => byte ^ 0xff))]
    default:
      return []
  }
}

const ipv4 = (bytes: number[]): Address => new ipaddr.IPv4(bytes)
