import type { TaskSubjectFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { tasks as texts } from '../texts/tasks.ts'

export const TaskSubject = graphql(/* GraphQL */ `
  fragment TaskSubject on Task {
    kind
    ... on ElementCreationTask { database { id name } }
    ... on FilteredDatabaseTask { prompt source { id name } }
    ... on ChartTask { adjustmentQuery sourceMessage { id question } }
  }
`)

/** What a task is about, in the words of those who started it. */
export function subjectOf(task: TaskSubjectFragment): string {
  if ('database' in task) return task.database.name
  if ('prompt' in task) return task.prompt || task.source?.name || texts.unnamedSource
  if ('sourceMessage' in task)
    return task.adjustmentQuery || task.sourceMessage.question || texts.deletedMessage
  return unknownKind(task)
}

/** A kind that a later release of the server has. */
const unknownKind = ({ kind }: { kind: string }) => kind
