import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { ConnectionFailedError } from '../platform/errors.ts'

/**
 * Which hosts a client's connection string may lead to: it is a way into the operator's network. A name is resolved
 * once and its address is checked; who connects then uses that address, so that a second answer of the name server
 * changes nothing.
 */
export type HostRules = {
  /** Names (`*.example.com` for all below), addresses and CIDR ranges; null where ALLOWED_HOSTS is not set. */
  allowed: string[] | null
  /** Whether this server listens on loopback alone, and so on a machine of its only users. */
  servesLoopback: boolean
}

/** Cloud metadata services outside of the link-local ranges: Alibaba, Azure, Oracle, Amazon, Google. */
const metadataServices = [
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
]
const neverRanges = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast', 'reserved'])

type Address = ReturnType<typeof ipaddr.process>

/**
 * @returns the addresses to connect to, of which each is allowed, in the order of the name service
 * @throws ConnectionFailedError HOST_NOT_ALLOWED, or UNREACHABLE where the name does not resolve
 */
export async function resolveHost(host: string, rules: HostRules): Promise<string[]> {
  const addresses = await lookup(host, { all: true }).catch((error) => {
    const reason = error.code === 'EAI_AGAIN' ? 'cannot be resolved at the moment' : 'does not resolve'
    throw new ConnectionFailedError('UNREACHABLE', `The host name ${host} ${reason}`)
  })
  for (const { address } of addresses) {
    const refusal = refusalOf(host, ipaddr.process(address), rules)
    if (refusal) throw new ConnectionFailedError('HOST_NOT_ALLOWED', refusal)
  }
  return addresses.map(({ address }) => address)
}

/**
 * Why the host may not be connected to, in words; null where it may. No entry of ALLOWED_HOSTS opens the addresses that
 * are never connected: none of them is a database server's, and a name that is listed may lead anywhere tomorrow.
 */
export function refusalOf(
  host: string,
  address: Address,
  { allowed, servesLoopback }: HostRules,
): string | null {
  const range = address.range()
  if (metadataServices.some((service) => isWithin(address, service)))
    return `${host} leads to an address that is never connected (a metadata service)`
  if (neverRanges.has(range)) return `${host} leads to an address that is never connected (${range})`
  if (allowed !== null) {
    return allowed.some((rule) => matches(rule, host, address))
      ? null
      : `${host} is not listed in ALLOWED_HOSTS`
  }
  if (range === 'unicast') return null
  if (range === 'loopback' && servesLoopback) return null
  return `${host} leads to a ${range} address; the operator can list it in ALLOWED_HOSTS`
}

function matches(rule: string, host: string, address: Address): boolean {
  if (ipaddr.isValidCIDR(rule)) return isWithin(address, rule)
  if (ipaddr.isValid(rule)) return ipaddr.process(rule).toString() === address.toString()
  const [name, pattern] = [host, rule].map((text) => text.toLowerCase().replace(/\.$/, '')) as [
    string,
    string,
  ]
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern
}

function isWithin(address: Address, cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr)
  return network.kind() === address.kind() && address.match(network, bits)
}

/** Whether ALLOWED_HOSTS may list this: a name, `*.name`, an address or a CIDR range. */
export const isHostRule = (text: string) =>
  ipaddr.isValidCIDR(text) ||
  ipaddr.isValid(text) ||
  /^(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)

/** Whether a server that listens on `host` is reached from its own machine alone. */
export const isLoopback = (host: string) =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
