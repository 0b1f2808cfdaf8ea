import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import WebSocket, { type ClientOptions } from 'ws'

type Server = { url: string; token: string }
export type Operation = { query: string; variables?: Record<string, unknown>; operationName?: string }
// biome-ignore lint/suspicious/noExplicitAny: what a test asks for is what it knows the shape of
export type Result = { data?: any; errors?: { message: string; path?: unknown[]; extensions?: any }[] }

export const bearer = ({ token }: Server) => ({ authorization: `Bearer ${token}` })

/** One POST; the answer as it is. */
export async function post(
  server: Server,
  operation: Operation,
  headers: Record<string, string> = {},
): Promise<Result & { status: number; headers: Headers }> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...bearer(server),
      ...headers,
    },
    body: JSON.stringify(operation),
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as Result) }
}

export type Message = { type: string; id?: string; payload?: unknown }
export type RawSocket = {
  socket: WebSocket
  send(message: Message | string): void
  /** The next message that has not been taken yet. Rejects where the socket closes instead. */
  next(): Promise<Message>
  closed: Promise<{ code: number; reason: string }>
}

/** A socket that speaks graphql-transport-ws word by word; `acked` ones have introduced themselves. */
export async function openSocket(
  { url }: Pick<Server, 'url'>,
  { protocol = 'graphql-transport-ws', ...options }: ClientOptions & { protocol?: string } = {},
): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, options)
  const received: Message[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)))
    wake()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => {
      resolve({ code, reason: String(reason) })
      wake()
    }),
  )
  await once(socket, 'open')
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next() {
      while (received.length === 0) {
        if (socket.readyState === WebSocket.CLOSED) throw new Error('The socket closed')
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return received.shift()!
    },
    closed,
  }
}

export async function openAckedSocket(server: Server): Promise<RawSocket> {
  const socket = await openSocket(server)
  socket.send({ type: 'connection_init', payload: bearer(server) })
  const { type } = await socket.next()
  if (type !== 'connection_ack') throw new Error(`Got ${type} in the place of connection_ack`)
  return socket
}

/** The answer to a POST that asks for SSE, before any of its body is read. */
export async function openEventStream(server: Server, operation: Operation): Promise<IncomingMessage> {
  const headers = { ...bearer(server), accept: 'text/event-stream', 'content-type': 'application/json' }
  const asked = request(`${server.url}/graphql`, { method: 'POST', headers, agent: false })
  asked.end(JSON.stringify(operation))
  const [response] = await once(asked, 'response')
  return response
}

/** The results in an event stream; ends after its `complete`. @throws where the stream ends without */
export async function* resultsOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Result> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/:\s?(.*)/s).slice(0, 2)))
      if (fields.event === 'complete') return
      if (fields.event === 'next') yield JSON.parse(fields.data)
    }
  }
  throw new Error('The stream ended without complete')
}
