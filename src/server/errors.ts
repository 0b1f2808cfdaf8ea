import { GraphQLError } from 'graphql'
import { KeysAwayError } from '../access/key-set.ts'
import { ForbiddenError } from '../graphql/builder.ts'
import { PageError } from '../graphql/page-error.ts'
import { InvalidInputError, NotFoundError, Refusal } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { isUnavailable } from '../platform/unavailable.ts'

/** Errors that are a client's to know, with the code that its program reads. */
const known = [ForbiddenError, PageError, NotFoundError] as const

/**
 * What a client sees of an error, alike on every transport: what it caused, as it is; what is ours, as one sentence and
 * the id under which the log has it.
 */
export function maskError(error: unknown, requestId: string, log: Log): GraphQLError {
  if (!(error instanceof GraphQLError)) return internal(error, requestId, log)
  const original = deepest(error)
  if (original === undefined) return error
  const like = { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path }
  if (original instanceof Refusal) {
    const extensions = {
      code: original.code,
      ...(original instanceof InvalidInputError && { fields: original.fields }),
    }
    return new GraphQLError(original.message, { ...like, extensions })
  }
  for (const kind of known) {
    if (original instanceof kind)
      return new GraphQLError(original.message, { ...like, extensions: { code: original.code } })
  }
  if (isUnstorableText(original)) {
    return new GraphQLError('Text cannot hold the character U+0000', {
      ...like,
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }
  // Pothos and scalars refuse arguments with GraphQLErrors of their own.
  if (original instanceof GraphQLError) return error
  return internal(original, requestId, log, like)
}

/** SQLSTATE 22021: PostgreSQL's text has no NUL, whichever argument brought it. */
const isUnstorableText = (error: Error) => (error as { code?: string }).code === '22021'

function deepest(error: GraphQLError): Error | undefined {
  let original = error.originalError
  while (original instanceof GraphQLError && original.originalError) original = original.originalError
  return original
}

function internal(error: unknown, requestId: string, log: Log, like = {}): GraphQLError {
  if (error instanceof KeysAwayError) {
    log.warn({ err: error, requestId }, 'A request failed since JWKS_URL has no keys')
    return new GraphQLError(error.message, { ...like, extensions: { code: error.code, requestId } })
  }
  if (isUnavailable(error)) {
    log.warn({ err: error, requestId }, 'A request failed since the database is away')
    return new GraphQLError('The database of Quarry is away at the moment; try again', {
      ...like,
      extensions: { code: 'UNAVAILABLE', requestId },
    })
  }
  log.error({ err: error, requestId }, 'A request failed for an unexpected reason')
  return new GraphQLError(`Something went wrong on our side; the log has it under ${requestId}`, {
    ...like,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  })
}
