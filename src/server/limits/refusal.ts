import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'

type Http = { status?: number; headers?: Record<string, string> }

/**
 * A request that goes over a limit: an error with a code, which on HTTP has a status of its own whatever the client accepts.
 * @param told what a program reads beside the code, such as `limit` and `asked`
 */
export const refusal = (
  code: string,
  message: string,
  told: GraphQLErrorExtensions = {},
  { status = 400, headers }: Http = {},
): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...told, http: { spec: false, status, headers } } })

/** How HTTP shows an error is nothing that a WebSocket passes on. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions
  if (http === undefined) return error
  const { message, nodes, source, positions, path, originalError } = error
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions })
}

export const whole = (count: number) => (Number.isFinite(count) ? count.toLocaleString('en-US') : 'endless')
