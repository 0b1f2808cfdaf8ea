import type { Connection, ConnectionListener } from './connection.ts'
import { createCredentials, type TokenSource } from './credentials.ts'
import { createTextOf, type Document, type Print } from './document.ts'
import { isUnauthenticated, RequestError } from './errors.ts'
import type { EventStart, TaskFilter } from './generated/graphql.ts'
import { answerOf, post, refusalIn } from './http.ts'
import { iterate } from './iterate.ts'
import type { Requests, Signal, Variables } from './requests.ts'
import { createSse } from './sse.ts'
import { defaultTiming, type Timing } from './timing.ts'
import { chooseTransports } from './transports.ts'
import { type Live, watchLive } from './watch-live.ts'
import { type QueueStats, watchQueues } from './watch-queues.ts'
import { type TaskEvent, watchTask } from './watch-task.ts'
import { type WorkspaceItem, watchWorkspace } from './watch-workspace.ts'
import { createWebsocket, type WebSocketImplementation } from './websocket.ts'

export type { Connection, ConnectionListener, TransportName } from './connection.ts'
export type { TokenSource } from './credentials.ts'
export type { Document } from './document.ts'
export { ConnectionLostError, RequestError, type ResponseError, TokenError } from './errors.ts'
export type { Signal, Variables } from './requests.ts'
export type { Timing } from './timing.ts'
export type { Live } from './watch-live.ts'
export type { QueueStats } from './watch-queues.ts'
export type { TaskEvent } from './watch-task.ts'
export type { WorkspaceEvent, WorkspaceItem } from './watch-workspace.ts'

export type QuarryClientOptions = {
  /** Of the server, such as http://127.0.0.1:4000. */
  url: string
  token: TokenSource
  /** Where the platform has none of its own, as Node 20. Without any, subscriptions come over event streams. */
  webSocketImpl?: unknown
  /** Of document nodes that do not have their text with them: `print` of graphql, `stringifyDocument` of urql. */
  print?: Print
  /** The one transport that subscriptions may use. Left out: a WebSocket, and event streams where sockets are blocked. */
  transport?: 'websocket' | 'sse'
  /** In milliseconds; what is left out is as in `defaultTiming`. */
  timing?: Partial<Timing>
}

/**
 * `watch…` are taken up again after whatever passes: a lost connection, a server that is away or busy, a token that is over where
 * `token` is a function. They throw what does not: a RequestError, or a TokenError. `return()` and the signal end them at once.
 */
export type QuarryClient = Requests & {
  /**
   * Results of a subscription, once. `return()` ends it at once, even while `next()` waits.
   * @throws RequestError where the server refuses it or a result has errors; ConnectionLostError; TokenError
   */
  subscribe<Data, V extends Variables>(
    document: Document<Data, V>,
    variables: V,
    options?: Signal,
  ): AsyncIterableIterator<Data, void>
  /** Results of any subscription, begun again with the same variables; a gap says when. */
  watch<Data, V extends Variables>(
    document: Document<Data, V>,
    variables: V,
    options?: Signal,
  ): AsyncIterableIterator<Live<Data>, void>
  /**
   * Every event of a task from the first one, or after the cursor `after`, or from the latest, until the one that settles it: none is
   * missing, none comes twice, whatever happens to the connection.
   */
  watchTask(
    taskId: string,
    options?: Signal & { after?: string; from?: EventStart },
  ): AsyncIterableIterator<TaskEvent, void>
  /** The events of all tasks that the viewer may see, from now on. After each gap, the first one included, fetch what you show. */
  watchWorkspace(filter?: TaskFilter | null, options?: Signal): AsyncIterableIterator<WorkspaceItem, void>
  /** The queues as they are, then whenever they have changed. For ADMIN. */
  watchQueues(options?: Signal): AsyncIterableIterator<QueueStats, void>
  /** What the subscriptions go over; the same object until it changes. */
  readonly connection: Connection
  /** @returns what ends the listening */
  onConnection(listener: ConnectionListener): () => void
  /** Ends everything that is open. */
  close(): Promise<void>
}

export function createQuarryClient(options: QuarryClientOptions): QuarryClient {
  const { url, token, transport } = options
  const endpoint = new URL('/graphql', url)
  const credentials = createCredentials(token)
  const timing = { ...defaultTiming, ...options.timing }
  const implementation = (options.webSocketImpl ?? globalThis.WebSocket) as
    | WebSocketImplementation
    | undefined
  const websocket =
    transport !== 'sse' && implementation
      ? createWebsocket({ endpoint, credentials, timing, implementation })
      : null
  const sse = transport === 'websocket' ? null : createSse({ endpoint, credentials, timing })
  const transports = chooseTransports({ websocket, sse }, timing)
  const textOf = createTextOf(options.print)
  const watching = { transports, credentials, timing, textOf }
  const open = new Set<() => void>()

  /** Ends with the client. */
  function ending<Item>(items: AsyncIterableIterator<Item, void>): AsyncIterableIterator<Item, void> {
    const end = () => void items.return!()
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      async next() {
        open.add(end)
        const result = await items.next().catch((error) => {
          open.delete(end)
          throw error
        })
        if (result.done) open.delete(end)
        return result
      },
      return() {
        open.delete(end)
        return items.return!()
      },
    }
  }

  async function ask(document: Document<unknown, never>, variables: Variables, signal?: AbortSignal) {
    const asked = await credentials.take()
    const payload = { query: textOf(document), variables }
    const response = await post(endpoint, asked, payload, {
      accept: 'application/graphql-response+json',
      signal,
    })
    const answer = await answerOf(response)
    if (!answer.errors?.length && answer.data !== undefined) return answer.data
    const refusal = await refusalIn(response, answer)
    if (isUnauthenticated(refusal)) credentials.refuse(asked)
    throw refusal
  }

  const client: QuarryClient = {
    async request<Data>(document: Document<Data, never>, variables: Variables, { signal }: Signal = {}) {
      const first = ask(document, variables, signal)
      return first.catch((error) => {
        if (!(error instanceof RequestError && isUnauthenticated(error) && credentials.canChange)) throw error
        return ask(document, variables, signal)
      }) as Promise<Data>
    },

    subscribe: <Data>(document: Document<Data, never>, variables: Variables, { signal }: Signal = {}) =>
      ending(
        iterate<Data>((output) => {
          const stop = transports.subscribe(
            { query: textOf(document), variables },
            {
              open() {},
              next({ data, errors }) {
                if (!errors?.length) return output.next(data as Data)
                stop()
                output.end(new RequestError(200, errors))
              },
              end: (failure) => (failure ? output.end(failure) : output.end()),
            },
          )
          return stop
        }, signal),
      ),

    watch: (document, variables, options = {}) => ending(watchLive(watching, document, variables, options)),
    watchTask: (taskId, options = {}) => ending(watchTask(watching, client, taskId, options)),
    watchWorkspace: (filter = null, options = {}) => ending(watchWorkspace(watching, filter, options)),
    watchQueues: (options = {}) => ending(watchQueues(watching, options)),

    get connection() {
      return transports.connection.current
    },
    onConnection: transports.connection.on,

    async close() {
      for (const end of open) end()
      transports.close()
      websocket?.close()
    },
  }
  return client
}
