import { setTimeout as sleep } from 'node:timers/promises'
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  validate,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { costOf } from './cost.ts'
import { parseWithin, shapeOf, shapeRefusal } from './document.ts'
import { costly } from './lane.ts'
import type { Limits } from './limits.ts'
import { holdBack, payerOf, type Rates, rateLimited, tooBusy } from './rates.ts'
import './rate-limit.graphql.ts'
import { openSpending, type Spending, tooComplex } from './spending.ts'

/** Its client has gone while it waited for its turn. */
const nobodyWaits = () => new GraphQLError('The client has gone')

/** An event of a subscription comes without being asked for, and may come often. */
const eventShare = 10
/** Before it waits for the database, whatever it will come to. */
const mostToBegin = 500
/** Of a user's points, for what costs little: costly operations never take the last of them. */
const keptShare = 0.1
const longestWaitMs = 5_000
const mostValidationErrors = 20

/**
 * Holds every operation, on every transport, to the limits: what a document is like is looked at before it is validated, what it
 * costs before it is executed.
 */
export function limitOperations(limits: Limits, { points, turnOf, lane }: Rates): Plugin<Context> {
  const refusals = new WeakMap<DocumentNode, GraphQLError | null>()
  const hold = holdBack()

  function refusalOf(document: DocumentNode): GraphQLError | null {
    let refused = refusals.get(document)
    if (refused === undefined) {
      refused = shapeRefusal(shapeOf(document), limits)
      refusals.set(document, refused)
    }
    return refused
  }

  /** Takes the points of an operation, or says why it may not be executed. */
  async function admit(
    args: ExecutionArgs,
  ): Promise<{ spending: Spending } | { errors: GraphQLError[] } | null> {
    const { schema, document, operationName, variableValues } = args
    const context = args.contextValue as Context
    const operation = getOperationAST(document, operationName)
    if (!operation) return null
    if (!limits.introspection) Object.assign(args, { hideSuggestions: true })
    const isSubscription = operation.operation === 'subscription'
    const limit = isSubscription ? Math.ceil(limits.cost / eventShare) : limits.cost
    const cost = costOf(schema, document, operation, variableValues ?? {})
    if (cost.points > limit) return { errors: [tooComplex(cost.points, limit)] }
    const payer = payerOf(context.viewer)
    const keep = cost.points > costly ? points.limit * keptShare : 0
    const seconds = points.take(payer, cost.points, keep)
    if (seconds > 0) {
      await hold(seconds * 1_000)
      return { errors: [rateLimited(points, 'points', seconds)] }
    }
    const left = points.left(payer)
    const takenAt = Date.now()
    // What a mutation has done is not undone by what its answer costs.
    const most = operation.operation === 'mutation' ? Number.POSITIVE_INFINITY : limit
    const open = () => openSpending(cost, most, (more, total) => turnOf(payer, more, total))
    const spending = open()
    context.spending = spending
    context.refused = () => context.spending!.exceeded
    if (isSubscription)
      context.beforeEvent = () => {
        context.spending = open()
        const seconds = points.take(payer, cost.points)
        if (seconds > 0) return payLater(payer, cost.points, seconds)
      }
    context.rateLimit = () => ({
      cost: cost.points,
      limit: points.limit,
      remaining: Math.max(0, Math.floor(left)),
      resetAt: new Date(takenAt + ((points.limit - left) / points.limit) * 60_000),
    })
    return { spending }
  }

  /** An event is not refused, but comes later: nothing that a subscription tells is missing. */
  async function payLater(payer: string, cost: number, seconds: number): Promise<void> {
    await sleep(Math.min(seconds * 1_000, longestWaitMs), undefined, { ref: false })
    points.charge(payer, cost)
  }

  return {
    onParse({ setParseFn }) {
      setParseFn((source: string) => parseWithin(source, limits))
    },

    onValidate({ params: { documentAST }, setResult, addValidationRule, setValidationFn }) {
      const refused = refusalOf(documentAST)
      if (refused) return void setResult([refused])
      if (!limits.introspection) addValidationRule(NoSchemaIntrospectionCustomRule)
      const options = { maxErrors: mostValidationErrors, hideSuggestions: !limits.introspection }
      setValidationFn(((schema, document, rules) =>
        validate(schema, document, rules, options)) as typeof validate)
    },

    async onExecute({ args, setResultAndStopExecution }) {
      const admitted = await admit(args as unknown as ExecutionArgs)
      if (!admitted) return
      if ('errors' in admitted) return void setResultAndStopExecution(admitted)
      const { spending } = admitted
      const place = await lane.enter(payerOf(args.contextValue.viewer), spending.points)
      if (!place) return void setResultAndStopExecution({ errors: [tooBusy()] })
      const reckoned = spending.points
      await spending.turn(Math.min(reckoned, mostToBegin))
      if (args.contextValue.signal?.aborted) {
        place.leave()
        return void setResultAndStopExecution({ errors: [nobodyWaits()] })
      }
      return {
        onExecuteDone({ args: { contextValue }, setResult }) {
          place.leave()
          points.charge(payerOf(contextValue.viewer), spending.points - reckoned)
          if (spending.exceeded) setResult({ errors: [spending.exceeded] })
        },
      }
    },

    async onSubscribe({ args, setResultAndStopExecution }) {
      const admitted = await admit(args as unknown as ExecutionArgs)
      if (admitted && 'errors' in admitted) setResultAndStopExecution(admitted)
    },
  }
}
