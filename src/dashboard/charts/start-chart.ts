import { useMutation } from 'urql'
import type { StartChartInput } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { wordsOf } from './words-of.ts'

const StartChartMutation = graphql(/* GraphQL */ `
  mutation StartChartOfMessage($input: StartChartInput!) {
    startChart(input: $input) {
      __typename
      ... on StartChartPayload { task { id } chart { id title } }
      ... on Error { code message }
    }
  }
`)

/** The task that draws it, the chart that is there already, or why there is neither. */
export type StartedChart =
  | { taskId: string }
  | { existing: { id: string; title: string } }
  | { failure: string }

export function useStartChart(): (input: StartChartInput) => Promise<StartedChart> {
  const [, start] = useMutation(StartChartMutation)
  return async (input) => {
    const { data, error } = await start({ input })
    const result = data?.startChart
    if (!result) return { failure: wordsOf(error) }
    if (result.__typename !== 'StartChartPayload') return { failure: result.message }
    if (result.task) return { taskId: result.task.id }
    return { existing: result.chart! }
  }
}
