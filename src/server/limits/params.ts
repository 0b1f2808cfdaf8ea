import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Viewer } from '../../access/viewer.ts'
import { holdPlace, type ReadBody } from './body.ts'
import { burdenOf } from './json.ts'
import { payerOf, type TurnOf } from './rates.ts'
import { refusal } from './refusal.ts'

type Asked = { req: IncomingMessage; res: ServerResponse; caller?: { viewer: Viewer } }

/** Of about the same time: a body of 1 MB takes 5 to 10 ms. */
const pointsToParse = ({ byteLength }: Buffer) => byteLength / bytesAPoint
const bytesAPoint = 200

/** What a foreign page's form can send is none of these, so that a browser asks before it sends one of them. */
const jsonTypes = new Set(['application/json', 'application/graphql+json'])

/**
 * Reads the parameters of GraphQL out of a request: of a GET from its address, of a POST from a body of JSON within the limit, and
 * from nothing else. Yoga would also take the bodies of forms.
 */
export const readParams = (readBody: ReadBody, turnOf: TurnOf): Plugin<object, Asked> => ({
  onRequestParse({ request, setRequestParser, serverContext }) {
    if (request.method === 'GET') setRequestParser(() => fromAddress(request.url))
    else if (request.method !== 'POST') return
    else if (!jsonTypes.has(mediaType(request.headers.get('content-type'))))
      throw refusal(
        'UNSUPPORTED_MEDIA_TYPE',
        'Send JSON, with content-type: application/json',
        {},
        { status: 415 },
      )
    else
      setRequestParser(async () => {
        const { req, res, caller } = serverContext
        const user = payerOf(caller!.viewer)
        const { bytes, place } = await readBody(req, res, user)
        holdPlace(serverContext, place)
        if (place) await turnOf(user, pointsToParse(bytes), pointsToParse(bytes))
        return fromJson(bytes)
      })
  },
})

const mediaType = (header: string | null) => (header ?? '').split(';', 1)[0]!.trim().toLowerCase()

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
