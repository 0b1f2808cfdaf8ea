import {
  type ExecutionArgs,
  type ExecutionResult,
  executeRootSelectionSet,
  GraphQLError,
  validateExecutionArgs,
} from 'graphql'

/**
 * Executes a query or mutation as graphql does. The executor that Yoga brings along leaves promises of a list to themselves where
 * an item of it fails at once: one that failed later would end the process.
 */
export function execute(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
  const validated = validateExecutionArgs(args)
  return 'schema' in validated ? executeRootSelectionSet(validated) : { errors: validated.map(badInput) }
}

/** Of variables that are not what the operation says. */
export const badInput = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } })
