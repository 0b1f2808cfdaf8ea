import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { type HostRules, resolveHost } from './hosts.ts'

/** The documents that are fetched (answers of models, sets of keys) are far smaller. */
const mostBytes = 16 * 2 ** 20

/**
 * `fetch` over http and https for addresses that the rules let through: the name is resolved once for each request, and the checked
 * address is connected to. A redirect is not followed, it would lead past the check. The whole answer is read before it is given.
 * @throws ConnectionFailedError HOST_NOT_ALLOWED, UNREACHABLE; TypeError with the cause where the connection fails, as fetch has it;
 * RedirectError; TooLargeAnswer; the signal's reason
 */
export function createCheckedFetch(rules: HostRules): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { signal } = request
    const url = new URL(request.url)
    const [body, addresses] = await Promise.all([
      request.arrayBuffer(),
      resolveHost(url.hostname.replace(/^\[(.*)\]$/, '$1'), rules),
    ])
    signal.throwIfAborted()
    try {
      return await send(url, request, Buffer.from(body), addresses)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof RedirectError || error instanceof TooLargeAnswer) throw error
      throw new TypeError('fetch failed', { cause: error })
    }
  }
}

/** Where to is not repeated: it is whatever the endpoint said. */
export class RedirectError extends Error {
  constructor() {
    super('it answered with a redirect, which is not followed')
  }
}

export class TooLargeAnswer extends Error {
  constructor() {
    super(`its answer is larger than ${mostBytes / 2 ** 20} MiB`)
  }
}

function send(url: URL, request: Request, body: Buffer, addresses: string[]): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: request.method,
    headers: { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' },
    lookup: given(addresses),
    // A connection that is kept would outlast the check.
    agent: false,
    signal: request.signal,
  })
  outgoing.on('error', reject).on('response', (incoming) => {
    const { statusCode: status = 0, statusMessage: statusText, rawHeaders } = incoming
    if (status >= 300 && status < 400) {
      reject(new RedirectError())
      return outgoing.destroy()
    }
    const chunks: Buffer[] = []
    let bytes = 0
    incoming
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes <= mostBytes) return
        reject(new TooLargeAnswer())
        outgoing.destroy()
      })
      .on('error', reject)
      .on('end', () => {
        const headers = new Headers()
        for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
        const isEmpty = status === 204 || status === 205
        resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, statusText, headers }))
      })
  })
  outgoing.end(body.length > 0 ? body : undefined)
  return promise
}

/** In place of the name service. An address that was written as one is connected to without being looked up: it is the checked one. */
const given =
  (addresses: string[]): LookupFunction =>
  (_, options, done) => {
    const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
    if (options.all) done(null, found)
    else done(null, found[0]!.address, found[0]!.family)
  }
