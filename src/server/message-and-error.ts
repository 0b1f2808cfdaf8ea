import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Lets createMessage be asked as every other mutation is: `... on MessagePayload { message { id } } ... on Error { message }`.
 * GraphQL's rule refuses two shapes of one name even where no object has both, for clients whose types have one field a name;
 * the API's own pattern of refusals comes first here. See docs/decisions/message-and-error.md.
 */
export const messageBesideError: Plugin = {
  onValidate:
    () =>
    ({ result, setResult }) =>
      setResult((result as GraphQLError[]).filter(({ message }) => !isOfBoth.test(message))),
}

/** An error has no message of the type Message, and a payload none of the type String: whichever it is, the answer is clear. */
const isOfBoth =
  /^Fields "message" conflict because they return conflicting types ("Message!" and "String!"|"String!" and "Message!")\./
