import type { IncomingMessage } from 'node:http'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { burdenOf } from './json.ts'
import { refusal, whole } from './refusal.ts'

/** What a foreign page's form can send is none of these, so that a browser asks before it sends one of them. */
const jsonTypes = new Set(['application/json', 'application/graphql+json'])

/**
 * Reads the parameters of GraphQL out of a request: of a GET from its address, of a POST from a body of JSON within the limit, and
 * from nothing else. Yoga would also take the bodies of forms.
 */
export const readParams = (bodyBytes: number): Plugin<object, { req: IncomingMessage }> => ({
  onRequestParse({ request, setRequestParser, serverContext: { req } }) {
    if (request.method === 'GET') setRequestParser(() => fromAddress(request.url))
    else if (request.method !== 'POST') return
    else if (!jsonTypes.has(mediaType(request.headers.get('content-type'))))
      throw refusal(
        'UNSUPPORTED_MEDIA_TYPE',
        'Send JSON, with content-type: application/json',
        {},
        { status: 415 },
      )
    else setRequestParser(async () => fromJson(await readBody(req, bodyBytes)))
  },
})

const mediaType = (header: string | null) => (header ?? '').split(';', 1)[0]!.trim().toLowerCase()

const tooLarge = (limit: number, asked: number | null) =>
  refusal(
    'BODY_TOO_LARGE',
    asked === null
      ? `The body is larger than the limit of ${whole(limit)} bytes`
      : `The body has ${whole(asked)} bytes; the limit is ${whole(limit)}`,
    { limit, ...(asked !== null && { asked }) },
    { status: 413 },
  )

/**
 * The whole body. What goes beyond the limit is thrown away as it comes, so that the client is there to read why; where there is
 * no end of it the connection is broken off.
 */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let bytes = 0
    if (announced > limit) reject(tooLarge(limit, announced))
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes <= limit && announced <= limit) chunks.push(chunk)
      else {
        chunks = []
        reject(tooLarge(limit, null))
        if (bytes > limit + mostThrownAway) request.destroy()
      }
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', () => reject(badRequest('The body ended before its end')))
    request.once('close', () => reject(badRequest('The body ended before its end')))
  })
}

const mostThrownAway = 10_000_000

const badRequest = (message: string) => refusal('BAD_REQUEST', message)

function fromJson(body: Buffer): GraphQLParams {
  const burden = burdenOf(body)
  if (burden) throw refusal('BODY_TOO_COMPLEX', `The body is not read: ${burden}`)
  const params = parsed(body.toString('utf8'), 'The body')
  if (params === null || typeof params !== 'object') throw badRequest('The body must be an object')
  return params
}

function fromAddress(address: string): GraphQLParams {
  const search = new URLSearchParams(address.slice(address.indexOf('?') + 1))
  const json = (name: string) => {
    const text = search.get(name)
    return text ? (parsed(text, name) as Record<string, unknown>) : undefined
  }
  return {
    query: search.get('query') || undefined,
    operationName: search.get('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
    ...(search.get('documentId') && { documentId: search.get('documentId') }),
  }
}

function parsed(text: string, of: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(`${of} is no JSON`)
  }
}
