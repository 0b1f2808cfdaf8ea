import {
  ConflictError,
  ConnectionFailedError,
  connectionFailureReasons,
  InvalidInputError,
  LimitExceededError,
  type Refusal,
  UnclearPromptError,
} from '../platform/errors.ts'
import { builder } from './builder.ts'

/** The refusals that clients get as data. The classes are thrown by subjects; the errors plugin maps them to these. */

const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  description:
    'An expected refusal, returned as data. code is stable and meant for programs; select it and message with ... on Error, so that a new kind never breaks a client.',
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
})

const FieldError = builder.objectRef<{ path: string[]; message: string }>('FieldError').implement({
  fields: (t) => ({ path: t.exposeStringList('path'), message: t.exposeString('message') }),
})

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'Something in the input cannot be; nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ fields: t.field({ type: [FieldError], resolve: ({ fields }) => fields }) }),
})

builder.objectType(UnclearPromptError, {
  name: 'UnclearPromptError',
  description: 'The prompt could not be turned into a plan without guessing.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    unrecognized: t.exposeStringList('unrecognized', {
      description: 'Words of the prompt that stand for nothing that is known of the database.',
    }),
    suggestions: t.exposeStringList('suggestions', { description: 'What could be said instead.' }),
  }),
})

/** `task` is added by the subject that has tasks. */
export const ConflictErrorType = builder.objectType(ConflictError, {
  name: 'ConflictError',
  description: 'The thing exists already, or its state does not allow this.',
  interfaces: [ErrorInterface],
})

builder.objectType(LimitExceededError, {
  name: 'LimitExceededError',
  description: 'A quota or a concurrency limit was met.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ limit: t.exposeInt('limit') }),
})

const ConnectionFailureReason = builder.enumType('ConnectionFailureReason', {
  values: connectionFailureReasons,
})

builder.objectType(ConnectionFailedError, {
  name: 'ConnectionFailedError',
  description: 'The database could not be connected to; reason says what to look at.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ reason: t.expose('reason', { type: ConnectionFailureReason }) }),
})

export const refusals = {
  InvalidInputError,
  ConflictError,
  LimitExceededError,
  ConnectionFailedError,
  UnclearPromptError,
}

/** A mutation's result: its payload, or one of the refusals that its resolver throws. */
export const resultType = <Payload>(
  name: string,
  payload: ReturnType<ReturnType<typeof builder.objectRef<Payload>>['implement']>,
  refusals: (new (...args: never[]) => Refusal)[],
) => builder.errorUnion(name, { types: [payload, ...(refusals as never[])], resolveType: () => payload })
