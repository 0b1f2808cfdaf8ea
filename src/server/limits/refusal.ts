import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'

type Http = { status?: number; headers?: Record<string, string> }

/**
 * A request that goes over a limit: an error with a code, which on HTTP has a status of its own whatever the client accepts.
 * @param told what a program reads beside the code, such as `limit` and `asked`
 */
export function refusal(
  code: string,
  message: string,
  told: GraphQLErrorExtensions = {},
  { status = 400, headers }: Http = {},
): GraphQLError {
  const http = { status, headers }
  // Yoga takes every error of parsing for one that the specification knows, and then says 200 to clients of the older media type.
  Object.defineProperty(http, 'spec', { get: () => false, set: () => {} })
  return new GraphQLError(message, { extensions: { code, ...told, http } })
}

/** How HTTP shows an error is nothing that a WebSocket passes on. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions
  if (http === undefined) return error
  const { message, nodes, source, positions, path, originalError } = error
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions })
}

/** A number in words; what doubles in fragments may have more digits than anybody reads. */
export const whole = (count: number) =>
  count < 1e12 ? count.toLocaleString('en-US') : 'more than a trillion'
