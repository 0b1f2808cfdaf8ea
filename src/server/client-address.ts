import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { addressOf, isIn } from '../platform/addresses.ts'

/** The IP address that a request came from; null where its client has gone. */
export type AddressOf = (request: IncomingMessage) => string | null

/**
 * What X-Forwarded-For says is believed of the proxies that are trusted alone: from the right, as each of them added whom it was called
 * by, up to the first one that is none of them.
 * @param trusted addresses and CIDR ranges
 */
export const createAddressOf =
  (trusted: string[]): AddressOf =>
  ({ socket, headers }) => {
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
    let address = plain(socket.remoteAddress)
    while (address !== null && isTrusted(address, trusted)) {
      const before = plain(forwarded.pop())
      if (before === null) return address
      address = before
    }
    return address
  }

const isTrusted = (address: string, trusted: string[]) =>
  trusted.some((rule) => isIn(addressOf(address), rule))

/** Without the port that some proxies add; null for what is no address. */
function plain(text: string | undefined): string | null {
  const [, bracketed, dotted] =
    /^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/.exec(text?.trim() ?? '') ?? []
  const address = bracketed ?? dotted ?? text?.trim() ?? ''
  return isIP(address) ? addressOf(address).toString() : null
}
