import { Link } from 'wouter'
import type { MessagePageQuery as MessagePageData } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { TaskLine } from '../tasks/task-line.tsx'
import { charts } from '../texts/charts.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Loading, QueryError } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { ChartCard } from './chart/chart-card.tsx'
import { AdjustForm } from './message/adjust-form.tsx'
import { Alternatives } from './message/alternatives.tsx'
import { DeleteMessage } from './message/delete-message.tsx'
import { LastFailure } from './message/last-failure.tsx'
import { Outcome } from './message/outcome.tsx'
import { Question } from './message/question.tsx'
import { useDrawing } from './message/use-drawing.ts'

const texts = charts.message
const MessagePageQuery = graphql(/* GraphQL */ `
  query MessagePage($id: ID!) {
    message(id: $id) {
      id question sql createdAt createdBy
      database { id name removedAt }
      charts {
        activeTasks { id adjustmentQuery ...TaskLine }
        charts { id ...ChartCard }
      }
    }
  }
`)
type Message = NonNullable<MessagePageData['message']>

/** A question with its charts, the newest first, and what is being drawn. */
export default function MessagePage({ id }: { id: string }) {
  const { data, error, askedAt, refetch } = useLiveQuery(
    MessagePageQuery,
    { id },
    { follows: (event) => event.task.kind === 'CHART' && changesState(event) },
  )
  const above = <Link href="/messages">{texts.back}</Link>
  if (error && !data)
    return (
      <Page title={charts.title} above={above}>
        <QueryError error={error} retry={refetch} />
      </Page>
    )
  if (!data)
    return (
      <Page title={charts.title} above={above}>
        <Loading />
      </Page>
    )
  if (!data.message)
    return (
      <Page title={texts.notFound}>
        <div>
          <ButtonLink href="/messages">{texts.back}</ButtonLink>
        </div>
      </Page>
    )
  return <MessageAndCharts message={data.message} askedAt={askedAt} onChange={refetch} />
}

function MessageAndCharts({
  message,
  askedAt,
  onChange,
}: {
  message: Message
  askedAt: number
  onChange(): void
}) {
  const {
    id,
    question,
    database,
    createdAt,
    charts: { charts: all, activeTasks },
  } = message
  const mayChange = useMayChange()
  const drawing = useDrawing(id)
  const adjust = (adjustmentQuery: string) => drawing.draw({ adjustmentQuery })
  return (
    <Page
      title={question}
      above={<Link href="/messages">{texts.back}</Link>}
      actions={
        mayChange && (
          <>
            <Button busy={drawing.busy} onClick={() => drawing.draw({ forceCreate: all.length > 0 })}>
              {all.length > 0 ? texts.drawAgain : texts.draw}
            </Button>
            <DeleteMessage id={id} charts={all.length} />
          </>
        )
      }
    >
      <Question of={message} />
      {mayChange && all.length > 0 && (
        <Section>
          <AdjustForm newest={all[0]!.id} busy={drawing.busy} onWords={adjust} />
        </Section>
      )}
      <Outcome of={drawing} mayChange={mayChange} />
      {activeTasks.length > 0 && (
        <Section title={texts.active}>
          {activeTasks.map((task) => (
            <TaskLine key={task.id} task={task} askedAt={askedAt} what={task.adjustmentQuery ?? question} />
          ))}
        </Section>
      )}
      {all.length === 0 && activeTasks.length === 0 && !drawing.taskId && !drawing.answer && (
        <LastFailure messageId={id} databaseId={database?.id} createdAt={createdAt} mayChange={mayChange} />
      )}
      {all.map((chart, at) => (
        <ChartCard key={chart.id} chart={chart} onChange={onChange}>
          {at === 0 && (
            <Alternatives of={chart.id} busy={drawing.busy} onMake={mayChange ? adjust : undefined} />
          )}
        </ChartCard>
      ))}
    </Page>
  )
}
