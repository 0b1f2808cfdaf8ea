import { createContext, useContext } from 'react'
import {
  cacheExchange,
  createClient,
  fetchExchange,
  mapExchange,
  stringifyDocument,
  type Client as Urql,
} from 'urql'
import { createQuarryClient, type QuarryClient } from '../../client/client.ts'
import { createFeed, type Feed } from '../live/feed.ts'

export type Session = {
  client: QuarryClient
  urql: Urql
  feed: Feed
  end(): void
}

/** Opens everything that asks with this token. `refused` is called once where the server does not have it, or no more. */
export function openSession(token: string, refused: () => void): Session {
  const client = createQuarryClient({ url: location.origin, token, print: stringifyDocument })
  const feed = createFeed()
  const following = new AbortController()
  const session: Session = {
    client,
    feed,
    urql: createClient({
      url: '/graphql',
      preferGetMethod: false,
      requestPolicy: 'cache-and-network',
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
      exchanges: [
        mapExchange({ onError: (error) => void (error.response?.status === 401 && fail()) }),
        cacheExchange,
        fetchExchange,
      ],
    }),
    end() {
      following.abort()
      void client.close()
    },
  }
  function fail() {
    if (following.signal.aborted) return
    session.end()
    refused()
  }
  feed.follow(client, following.signal).catch(fail)
  return session
}

export const SessionContext = createContext<Session | null>(null)

/** Of a page that is shown to someone who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('There is no session around this')
  return session
}
