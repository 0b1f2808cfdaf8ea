import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An endpoint that speaks the chat completions protocol, and answers as it is told to. */

type Message = { role: string; content: string }
export type ChatRequest = {
  path: string
  authorization: string | undefined
  at: number
  /** Aborts where the client hangs up before its answer. */
  hungUp: Promise<void>
  body: {
    model: string
    messages: Message[]
    response_format?: {
      type: string
      json_schema?: {
        name: string
        strict: boolean
        schema: { definitions: Record<string, { enum?: string[] }> }
      }
    }
  }
}

export type Reply = (response: ServerResponse, request: ChatRequest) => void

export type Endpoint = Awaited<ReturnType<typeof openEndpoint>>

export async function openEndpoint() {
  const requests: ChatRequest[] = []
  let replies: Reply[] = []
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming, response)
    requests.push(request)
    const reply = replies.length > 1 ? replies.shift()! : replies[0]!
    reply(response, request)
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    /** From now on: these, one by one, and the last one for all that follow. */
    answers(...next: Reply[]) {
      replies = next
      requests.length = 0
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => {
        server.close(done)
      })
    },
  }
}

async function read(incoming: IncomingMessage, response: ServerResponse): Promise<ChatRequest> {
  let text = ''
  for await (const chunk of incoming) text += chunk
  return {
    path: incoming.url!,
    authorization: incoming.headers.authorization,
    at: Date.now(),
    hungUp: new Promise((done) => {
      response.on('close', () => {
        if (!response.writableFinished) done()
      })
    }),
    body: JSON.parse(text),
  }
}

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const completion = (message: object, finishReason: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_770_000_000,
  model: 'planner-1',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finishReason }],
  usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
})

export const says =
  (content: unknown, finishReason = 'stop'): Reply =>
  (response) =>
    json(
      response,
      200,
      completion({ content: typeof content === 'string' ? content : JSON.stringify(content) }, finishReason),
    )

export const refuses: Reply = (response) =>
  json(response, 200, completion({ content: null, refusal: 'I cannot help with that.' }, 'stop'))

export const fails =
  (status: number, message: string, headers?: Record<string, string>): Reply =>
  (response) =>
    json(response, status, { error: { message, type: 'error', code: null } }, headers)

export const isSilent: Reply = () => {}
