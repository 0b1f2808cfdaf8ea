import { RequestError, type ResponseError } from './errors.ts'
import type { Payload } from './transport.ts'

export type PostOptions = { accept: string; signal?: AbortSignal }

export const post = (
  endpoint: URL,
  token: string,
  payload: Payload,
  { accept, signal }: PostOptions,
): Promise<Response> =>
  fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify(payload),
    signal,
    cache: 'no-store',
  })

type Answer = { data?: unknown; errors?: ResponseError[] }

/** Whatever stands between may answer with something that is no JSON. */
export const answerOf = (response: Response): Promise<Answer> => response.json().catch(() => ({}))

/** What an answer says that is not the one that was asked for. */
export async function refusalIn(response: Response, answer?: Answer): Promise<RequestError> {
  const { errors } = answer ?? (await answerOf(response))
  return new RequestError(
    response.status,
    Array.isArray(errors) ? errors : [],
    response.headers.get('x-request-id'),
  )
}
