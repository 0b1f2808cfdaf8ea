import { useState } from 'react'
import { useMutation } from 'urql'
import type { CreateMessageInput } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { useStartChart } from '../start-chart.ts'
import { wordsOf } from '../words-of.ts'

const texts = charts.ask
const AskMutation = graphql(/* GraphQL */ `
  mutation AskForChart($input: CreateMessageInput!) {
    createMessage(input: $input) {
      __typename
      ... on MessagePayload { message { id } }
      ... on Error { code reason: message }
      ... on InvalidInputError { fields { path message } }
    }
  }
`)

/** What came of asking: what is wrong with which field, or in general, and what was made. */
export type Asked = {
  fields: { question?: string; databaseId?: string; sql?: string; rows?: string }
  failure?: string
  messageId?: string
  taskId?: string
}

const names = ['question', 'databaseId', 'sql', 'rows'] as const

/** Keeps a question and starts its first chart. */
export function useAsk() {
  const [, create] = useMutation(AskMutation)
  const start = useStartChart()
  const [busy, setBusy] = useState(false)

  async function ask(input: CreateMessageInput): Promise<Asked> {
    const { data, error } = await create({ input })
    const result = data?.createMessage
    if (!result) {
      const words = wordsOf(error)
      const isTooLarge = error?.graphQLErrors.some(({ extensions }) => extensions.code === 'BODY_TOO_LARGE')
      return isTooLarge && input.rows
        ? { fields: { rows: texts.tooLarge(words) } }
        : { fields: {}, failure: words }
    }
    if (result.__typename === 'MessagePayload') {
      const messageId = result.message.id
      const started = await start({ messageId })
      return 'taskId' in started
        ? { fields: {}, messageId, taskId: started.taskId }
        : { fields: {}, messageId, failure: 'failure' in started ? started.failure : undefined }
    }
    const fields = result.__typename === 'InvalidInputError' ? fieldsOf(result.fields) : {}
    return Object.keys(fields).length > 0 ? { fields } : { fields, failure: result.reason }
  }

  return {
    busy,
    ask: async (input: CreateMessageInput) => {
      setBusy(true)
      return ask(input).finally(() => setBusy(false))
    },
  }
}

function fieldsOf(errors: readonly { path: readonly string[]; message: string }[]): Asked['fields'] {
  const fields: Asked['fields'] = {}
  for (const name of names) {
    const own = errors.filter(({ path }) => path[0] === name || path[1] === name)
    if (own.length > 0) fields[name] = own.map(({ message }) => message).join('\n')
  }
  return fields
}
