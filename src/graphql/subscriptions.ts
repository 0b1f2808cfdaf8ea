import { initContextCache } from '@pothos/core'
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  Kind,
  type ValidatedSubscriptionArgs,
  validateSubscriptionArgs,
} from 'graphql'
import type { Context } from './context.ts'
import { badInput } from './execute.ts'
import { selectionKey } from './selection.ts'
import { openSharedResults } from './shared-results.ts'

/**
 * Of a subscription field: what it shows of an event depends on the event, the selection below it and the viewer, never on
 * its arguments. Those who get the same event object for the same selection then share one execution.
 */
export const sharedBySelection = { sharedBySelection: true }

type Results = AsyncGenerator<ExecutionResult, void, void>

export type Subscribe = (args: ExecutionArgs) => Promise<Results | ExecutionResult>

/**
 * Executes subscriptions, on all transports.
 * @param viewerOf what decides what somebody may see; those for whom it is equal may share results
 * @param beforeEvent is waited for before the execution of an event, where it has to be; those who share it do not ask again
 */
export function createSubscribe(
  viewerOf: (context: Context) => unknown,
  beforeEvent: (context: Context) => Promise<void> | void = () => {},
): Subscribe {
  const results = openSharedResults()

  return async (args) => {
    const validated = validateSubscriptionArgs(args)
    if (!('schema' in validated)) return { errors: validated.map(badInput) }
    const events = await createSourceEventStream(validated)
    if (!(Symbol.asyncIterator in events)) return events
    const execute = (event: unknown) => {
      const waiting = beforeEvent(validated.contextValue as Context)
      const begin = () => executeEvent({ ...validated, rootValue: event })
      return waiting ? waiting.then(begin) : begin()
    }
    if (!isShared(validated)) return mapEvents(events, execute)

    const { document, operation, contextValue } = validated
    const selection =
      selectionKey({ document, operation, variables: args.variableValues }) +
      JSON.stringify(viewerOf(contextValue as Context))
    return mapEvents(events, (event) => results.of(event as object, selection, () => execute(event)))
  }
}

/**
 * Forgets before each event what was loaded for the one before: loaders and permissions that live as long as one request
 * would show a long subscription the past.
 */
function executeEvent(event: ValidatedSubscriptionArgs) {
  Object.assign(event.contextValue as Context, initContextCache())
  return executeSubscriptionEvent(event)
}

function isShared({ schema, operation }: ValidatedSubscriptionArgs): boolean {
  const [root] = operation.selectionSet.selections
  if (root?.kind !== Kind.FIELD) return false
  return schema.getSubscriptionType()?.getFields()[root.name.value]?.extensions.sharedBySelection === true
}

/** Not graphql's mapSourceToResponseEvent: where thousands get an event, its generator is a good part of what one costs. */
function mapEvents(
  source: AsyncIterable<unknown>,
  toResult: (event: unknown) => ExecutionResult | Promise<ExecutionResult>,
): Results {
  const events = source[Symbol.asyncIterator]()
  const end = async () => {
    await events.return?.()
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      const { done, value } = await events.next()
      if (done) return { done: true, value: undefined }
      try {
        return { done: false, value: await toResult(value) }
      } catch (error) {
        await end()
        throw error
      }
    },
    async return() {
      await end()
      return { done: true, value: undefined }
    },
    async throw(error) {
      await end()
      throw error
    },
    [Symbol.asyncDispose]: end,
  }
}
