import { lookup } from 'node:dns/promises'
import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import { type Address, addressOf, isIn, leadsInto, neverConnected, rangeOf } from './addresses.ts'
import { ConnectionFailedError } from './errors.ts'

/**
 * Which hosts may be connected to at the word of others: a client's connection string is a way into the operator's network. A name
 * is resolved once and its addresses are checked; who connects then uses one of them, so that a second answer of the name server
 * changes nothing.
 */
export type HostRules = {
  /** Names (`*.example.com` for all below), addresses and CIDR ranges; null where ALLOWED_HOSTS is not set. */
  allowed: string[] | null
  /** The same of DENIED_HOSTS, which wins. */
  denied?: string[]
  /** Whether this server listens on loopback alone, and so on a machine of its only users. */
  servesLoopback: boolean
  /** Every address of a name, as the system's own resolver gives them where left out. */
  lookup?(host: string): Promise<{ address: string }[]>
}

/**
 * What the operator's own configuration names, such as LLM_BASE_URL, it lists with that: its addresses may be private, but not those
 * that are never connected, nor what DENIED_HOSTS lists.
 */
export const configuredHosts = (denied: string[] = []): HostRules => ({
  allowed: ['0.0.0.0/0', '::/0'],
  denied,
  servesLoopback: false,
})

/**
 * @returns the addresses to connect to, of which each is allowed, in the order of the name service
 * @throws ConnectionFailedError HOST_NOT_ALLOWED, or UNREACHABLE where the name does not resolve
 */
export async function resolveHost(host: string, rules: HostRules): Promise<string[]> {
  const resolve = rules.lookup ?? ((name: string) => lookup(name, { all: true }))
  const addresses = await resolve(host).catch((error) => {
    const reason = error.code === 'EAI_AGAIN' ? 'cannot be resolved at the moment' : 'does not resolve'
    throw new ConnectionFailedError('UNREACHABLE', `The host name ${host} ${reason}`)
  })
  if (addresses.length === 0)
    throw new ConnectionFailedError('UNREACHABLE', `The host name ${host} has no address`)
  for (const { address } of addresses) {
    const refusal = refusalOf(host, addressOf(address), rules)
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
  { allowed, denied = [], servesLoopback }: HostRules,
): string | null {
  const never = neverConnected(address)
  if (never) return `${host} leads to an address that is never connected (${never})`
  if (denied.some((rule) => (isAddressRule(rule) ? leadsInto(address, rule) : isNamed(host, rule))))
    return `${host} is listed in DENIED_HOSTS, or leads to an address that is`
  if (allowed !== null) {
    return allowed.some((rule) => (isAddressRule(rule) ? isIn(address, rule) : isNamed(host, rule)))
      ? null
      : `${host} is not listed in ALLOWED_HOSTS`
  }
  const range = rangeOf(address)
  if (range === 'public' || (range === 'loopback' && servesLoopback)) return null
  return `${host} leads to a ${range} address; the operator can list it in ALLOWED_HOSTS`
}

/** Whether this is an address or a CIDR range. */
export const isAddressRule = (rule: string) => ipaddr.isValidCIDR(rule) || ipaddr.isValid(rule)

function isNamed(host: string, rule: string): boolean {
  const below = rule.startsWith('*.')
  const pattern = plainName(below ? rule.slice(2) : rule)
  const name = plainName(host)
  return below ? name.endsWith(`.${pattern}`) : name === pattern
}

/** As name servers are asked for it: without capitals, the last dot, and letters that punycode stands for. */
function plainName(text: string): string {
  const name = text.replace(/\.$/, '')
  return domainToASCII(name) || name.toLowerCase()
}

/** Whether ALLOWED_HOSTS and DENIED_HOSTS may list this: a name, `*.name`, an address or a CIDR range. */
export const isHostRule = (text: string) =>
  isAddressRule(text) || /^(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)

/** Whether a server that listens on `host` is reached from its own machine alone. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  return host === 'localhost' || (ipaddr.isValid(address) && addressOf(address).range() === 'loopback')
}
