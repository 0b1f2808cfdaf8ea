import { type ReactNode, useRef } from 'react'
import { Link } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { changesState, useLiveQuery } from '../../live/use-live-query.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { useFocusKept } from '../chart/use-focus-kept.ts'
import styles from './outcome.module.css'
import type { Drawing } from './use-drawing.ts'

const texts = charts.asked
const DrawingQuery = graphql(/* GraphQL */ `
  query DrawingOfChart($id: ID!) {
    task(id: $id) {
      id status
      error { code message retryable }
      ... on ChartTask { adjustmentQuery chart { id title } }
    }
  }
`)

/** What came of the last thing that was asked for: read out when it is known. */
export function Outcome({ of: drawing, mayChange }: { of: Drawing; mayChange: boolean }) {
  const { answer, taskId, wanted } = drawing
  if (answer && 'failure' in answer) return <Note tone="bad" title={answer.failure} />
  if (answer)
    return (
      <Note tone="plain" title={texts.existing}>
        <After>
          <a href={`#chart-${answer.existing.id}`}>{answer.existing.title}</a>{' '}
          <Button busy={drawing.busy} onClick={() => drawing.draw({ ...wanted, forceCreate: true })}>
            {texts.anyway}
          </Button>
        </After>
      </Note>
    )
  return taskId && <OutcomeOfTask key={taskId} id={taskId} drawing={drawing} mayChange={mayChange} />
}

function OutcomeOfTask({ id, drawing, mayChange }: { id: string; drawing: Drawing; mayChange: boolean }) {
  const { data } = useLiveQuery(
    DrawingQuery,
    { id },
    { follows: (event) => event.task.id === id && changesState(event) },
  )
  const task = data?.task
  if (!task || !('adjustmentQuery' in task)) return null
  const again = (task.status === 'CANCELLED' || task.error?.retryable) && mayChange && (
    <Button
      busy={drawing.busy}
      onClick={() => drawing.draw({ adjustmentQuery: task.adjustmentQuery, forceCreate: true })}
    >
      {texts.again}
    </Button>
  )
  const log = <Link href={`/tasks/${id}`}>{texts.task}</Link>
  if (task.status === 'FAILED')
    return (
      <Note tone="bad" title={texts.failed}>
        <p>{task.error?.message}</p>
        <After>
          {again} {log}
        </After>
      </Note>
    )
  if (task.status === 'CANCELLED')
    return (
      <Note tone="plain" title={texts.cancelled}>
        <After>
          {again} {log}
        </After>
      </Note>
    )
  // There before it says anything: what appears with its words is not always read out.
  return (
    <p className="visually-hidden" role="status">
      {task.status === 'COMPLETED' && task.chart ? texts.drawn(task.chart.title) : ''}
    </p>
  )
}

/** What can be done next, below what came of it. */
function After({ children }: { children: ReactNode }) {
  const place = useRef<HTMLParagraphElement>(null)
  useFocusKept(place)
  return (
    <p ref={place} className={styles.after}>
      {children}
    </p>
  )
}
