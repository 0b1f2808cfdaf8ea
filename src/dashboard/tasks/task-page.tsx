import { Link } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note, QueryError } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Attempts } from './attempts.tsx'
import { CancelTask } from './cancel.tsx'
import { changedRun } from './changed-run.ts'
import { Failure } from './failure.tsx'
import { LogView } from './log/log-view.tsx'
import { useTaskLog } from './log/use-task-log.ts'
import { Outcome } from './outcome/outcome.tsx'
import { RetryTask } from './retry.tsx'
import type { ShownTask } from './shown-task.ts'
import { Steps } from './steps.tsx'
import { subjectOf } from './subject.ts'
import { TaskState } from './task-state.tsx'
import { isSettled, useStanding } from './use-standing.ts'

const TaskQuery = graphql(/* GraphQL */ `
  query TaskPage($id: ID!) {
    task(id: $id) {
      ...TaskRow
      priority completedAt cancelRequestedAt cancelReason
      steps { name status progress done total durationMs }
      retryOf { id kind status createdAt }
      error { code message retryable }
      ...ElementCreationOutcome
      ...FilteredDatabaseOutcome
      ...ChartOutcome
    }
  }
`)

export default function TaskPage({ id }: { id: string }) {
  const { data, error, askedAt, refetch } = useLiveQuery(
    TaskQuery,
    { id },
    { follows: ({ task }) => task.id === id },
  )
  const back = <Link href="/tasks">{texts.title}</Link>
  if (data?.task) return <FoundTask task={data.task} askedAt={askedAt} />
  return (
    <Page title={texts.one} above={back}>
      {error && <QueryError error={error} retry={refetch} />}
      {!error && !data && <Loading />}
      {data && (
        <Empty title={texts.missing.title}>
          <p>{texts.missing.what}</p>
          <ButtonLink href="/tasks">{texts.missing.act}</ButtonLink>
        </Empty>
      )}
    </Page>
  )
}

function FoundTask({ task, askedAt }: { task: ShownTask; askedAt: number }) {
  const mayChange = useMayChange()
  const log = useTaskLog(task.id)
  const now = useStanding(task, askedAt)
  const subject = subjectOf(task)
  const changed = changedRun(task)
  return (
    <Page
      title={subject}
      above={
        <>
          <Link href="/tasks">{texts.title}</Link> · {texts.kind[task.kind] ?? task.kind}
        </>
      }
      actions={
        mayChange && (
          <>
            {changed && <ButtonLink href={changed}>{texts.retry.changed}</ButtonLink>}
            {isSettled(now.status) && <RetryTask taskId={task.id} what={subject} />}
            {(now.status === 'PENDING' || now.status === 'RUNNING') && (
              <CancelTask taskId={task.id} what={subject} />
            )}
          </>
        )
      }
    >
      <TaskState task={now} />
      {task.error && <Failure task={task} error={task.error} />}
      {task.cancelRequestedAt && (
        <Note tone="warn" title={isSettled(now.status) ? texts.cancel.was : texts.cancel.asked}>
          <p>{task.cancelReason ? texts.cancel.because(task.cancelReason) : texts.cancel.noReason}</p>
        </Note>
      )}
      <Outcome task={task} />
      {task.steps.length > 0 && (
        <Section title={texts.steps.title}>
          <Steps steps={task.steps} />
        </Section>
      )}
      <Attempts log={log} />
      <LogView log={log} />
    </Page>
  )
}
