import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import { refusal } from './refusal.ts'

/**
 * Whether a page of another site asks, through the browser of its visitor. Browsers say so themselves (Sec-Fetch-Site), or say which
 * page it is (Origin); programs send neither.
 */
export function isForeign({ headers }: Pick<IncomingMessage, 'headers'>, allowedOrigins: string[]): boolean {
  const { origin, host } = headers
  if (origin !== undefined && allowedOrigins.includes(origin)) return false
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return false
  if (origin !== undefined) return !URL.canParse(origin) || new URL(origin).host !== host
  return site !== undefined
}

/** Whatever a browser would send along by itself: a foreign page does not get as far as being asked for a token. */
export const refuseForeignSites = (allowedOrigins: string[]): Plugin<object, { req: IncomingMessage }> => ({
  onRequestParse({ serverContext: { req } }) {
    if (isForeign(req, allowedOrigins))
      throw refusal(
        'FOREIGN_SITE',
        'Pages of other sites may call the API where ALLOWED_ORIGINS lists them',
        {},
        { status: 403 },
      )
  },
})
