import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient, type Client as SocketClient } from 'graphql-ws'
import type { TaskEventsSubscription } from './generated/graphql.ts'
import { TaskEventsSubscription as TaskEvents } from './operations.ts'

export type QuarryClientOptions = {
  /** Of the server, such as http://127.0.0.1:4000. */
  url: string
  /** The token, or a function that gets a fresh one: for each request, and each time that a connection is made. */
  token: string | (() => string | Promise<string>)
  /** Where the platform has none of its own. */
  webSocketImpl?: unknown
}

export type TaskEvent = TaskEventsSubscription['taskEvents']

export type QuarryClient = {
  /** Data of a query or mutation. @throws RequestError where the answer has errors, or is no answer of Quarry */
  request<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  /**
   * Results of a subscription, over one shared WebSocket. `return()` ends it at once, even while `next()` waits.
   * @throws RequestError where the server refuses it or a result has errors; a close event where the connection is lost
   */
  subscribe<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): AsyncIterableIterator<Data>
  /**
   * Every event of a task from the first one, or after `after`, until the one that settles it. A lost connection is
   * taken up again behind the last event that came: none is missing, none comes twice; with a fresh token where the last one was
   * over and `token` is a function.
   */
  watchTask(
    taskId: string,
    options?: { after?: string; signal?: AbortSignal },
  ): AsyncGenerator<TaskEvent, void>
  close(): Promise<void>
}

export type ResponseError = {
  message: string
  path?: (string | number)[]
  extensions?: Record<string, unknown>
}

/** The server refused the request; the errors say why, and their extensions.code which kind. */
export class RequestError extends Error {
  readonly status: number
  readonly errors: ResponseError[]
  constructor(status: number, errors: ResponseError[]) {
    super(errors.map(({ message }) => message).join('; ') || `The server answered ${status}`)
    this.status = status
    this.errors = errors
  }
}

const settlingTypes = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const firstRetryMs = 100
const lastRetryMs = 5_000

/** A document does not change, and printing a long one takes longer than sending it. */
const texts = new WeakMap<object, string>()
function textOf(document: TypedDocumentNode<unknown, never>): string {
  const text = texts.get(document) ?? print(document)
  texts.set(document, text)
  return text
}

export function createQuarryClient({ url, token, webSocketImpl }: QuarryClientOptions): QuarryClient {
  const endpoint = new URL('/graphql', url)
  const authorization = async () => `Bearer ${typeof token === 'function' ? await token() : token}`
  let isWelcome = false
  /** Whether the server had let the client in on the connection that was closed last. */
  let wasWelcome = false
  const socket: SocketClient = createClient({
    on: {
      connecting: () => {
        isWelcome = false
      },
      connected: () => {
        isWelcome = true
      },
      closed: () => {
        wasWelcome = isWelcome
        isWelcome = false
      },
    },
    url: Object.assign(new URL(endpoint), { protocol: endpoint.protocol.replace('http', 'ws') }).href,
    connectionParams: async () => ({ authorization: await authorization() }),
    webSocketImpl,
    // Its own retry would repeat the subscription with the variables that it began with; watchTask knows better.
    retryAttempts: 0,
  })

  /** The token was good and is no more: a fresh one may be. */
  const isOver = (error: unknown) =>
    typeof token === 'function' && (error as { code?: number }).code === 4403 && wasWelcome

  const client: QuarryClient = {
    async request(document, variables) {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: await authorization(),
        },
        body: JSON.stringify({ query: textOf(document), variables }),
      })
      // Whatever stands between may answer with something that is no JSON.
      const { data, errors } = await response.json().catch(() => ({}))
      if (errors?.length || data === undefined) throw new RequestError(response.status, errors ?? [])
      return data
    },

    // No generator: its return() would wait for the next result, which may never come.
    subscribe<Data>(document: TypedDocumentNode<Data>, variables: Record<string, unknown>) {
      // Begun by the first next(): what the server says before it would be lost.
      let results: ReturnType<typeof socket.iterate<Data>> | null = null
      let ended = false
      const events: AsyncIterableIterator<Data> = {
        [Symbol.asyncIterator]: () => events,
        async next() {
          if (ended) return { done: true, value: undefined }
          results ??= socket.iterate<Data>({ query: textOf(document), variables })
          const { done, value } = await results.next().catch((error) => {
            throw Array.isArray(error) ? new RequestError(200, error) : error
          })
          if (done) return { done: true, value: undefined }
          if (!value.errors?.length) return { done: false, value: value.data! }
          await events.return!()
          throw new RequestError(200, value.errors as ResponseError[])
        },
        async return() {
          ended = true
          await results?.return?.()
          return { done: true, value: undefined }
        },
      }
      return events
    },

    async *watchTask(taskId, { after, signal } = {}) {
      let cursor = after
      let retryMs = firstRetryMs
      while (!signal?.aborted) {
        const events = client.subscribe(TaskEvents, { taskId, from: 'FIRST', after: cursor })
        const stop = () => void events.return?.()
        signal?.addEventListener('abort', stop, { once: true })
        try {
          for await (const { taskEvents: event } of events) {
            cursor = event.cursor
            retryMs = firstRetryMs
            yield event
            if (settlingTypes.has(event.type)) return
          }
          // The server ended the stream: there is nothing after the cursor, ever.
          return
        } catch (error) {
          if (error instanceof RequestError ? !isPassing(error) : isRefusal(error)) {
            if (!isOver(error)) throw error
            retryMs = firstRetryMs
          }
        } finally {
          signal?.removeEventListener('abort', stop)
        }
        await wait(retryMs, signal)
        retryMs = Math.min(retryMs * 2, lastRetryMs)
      }
    },

    async close() {
      await socket.dispose()
    },
  }
  return client
}

/** Less where the signal aborts meanwhile. */
const wait = (ms: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })

/** The server is there, its database is not for the moment: the event that could not be shown comes again. */
const isPassing = ({ errors }: RequestError) =>
  errors.length > 0 && errors.every(({ extensions }) => extensions?.code === 'UNAVAILABLE')

/** The server closed the socket for what the client did: trying again would end the same way. */
const isRefusal = (error: unknown) => {
  const { code } = error as { code?: number }
  return code !== undefined && code >= 4400 && code < 4500 && code !== 4408
}
