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

/** Cloud metadata services outside of the link-local ranges. */
const metadataAddresses = new Set(['100.100.100.200', 'fd00:ec2::254', '168.63.129.16', '192.0.0.192'])
const neverRanges = new Set(['linkLocal', 'unspecified', 'multicast', 'broadcast', 'reserved'])

type Address = ReturnType<typeof ipaddr.process>

/**
 * @returns the address to connect to
 * @throws ConnectionFailedError HOST_NOT_ALLOWED, or UNREACHABLE where the name does not resolve
 */
export async function resolveHost(host: string, rules: HostRules): Promise<string> {
  const addresses = await lookup(host, { all: true }).catch((error) => {
    const reason = error.code === 'EAI_AGAIN' ? 'cannot be resolved at the moment' : 'does not resolve'
    throw new ConnectionFailedError('UNREACHABLE', `The host name ${host} ${reason}`)
  })
  for (const { address } of addresses) {
    const refusal = refusalOf(host, ipaddr.process(address), rules)
    if (refusal) throw new ConnectionFailedError('HOST_NOT_ALLOWED', refusal)
  }
  return addresses[0]!.address
}

/** Why the host may not be connected to, in words; null where it may. */
export function refusalOf(
  host: string,
  address: Address,
  { allowed, servesLoopback }: HostRules,
): string | null {
  const range = address.range()
  if (neverRanges.has(range) || metadataAddresses.has(address.toString())) {
    return `${host} leads to an address that is never connected (${range === 'unicast' ? 'a metadata service' : range})`
  }
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
  if (ipaddr.isValidCIDR(rule)) {
    const [network, bits] = ipaddr.parseCIDR(rule)
    return network.kind() === address.kind() && address.match(network, bits)
  }
  if (ipaddr.isValid(rule)) return ipaddr.process(rule).toString() === address.toString()
  const [name, pattern] = [host.toLowerCase().replace(/\.$/, ''), rule.toLowerCase()]
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern
}

/** Whether a server that listens on `host` is reached from its own machine alone. */
export const isLoopback = (host: string) =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
