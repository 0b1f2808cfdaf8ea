import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import type { ChartCardFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { useMayChange, useViewer } from '../../session/use-viewer.ts'
import { charts } from '../../texts/charts.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Loading, Note, QueryError } from '../../ui/note.tsx'
import { Facts } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { Picture } from '../picture/picture.tsx'
import type { Spec } from '../picture/spec.ts'
import { useInView } from '../picture/use-in-view.ts'
import styles from './chart-card.module.css'
import { ChartData } from './chart-data.tsx'
import { DeleteChart } from './delete-chart.tsx'
import { Downloads } from './downloads.tsx'
import { useFocusKept } from './use-focus-kept.ts'
import { Visibility } from './visibility.tsx'

const texts = charts.chart

/** What a card needs of its chart, without what is large. */
export const ChartCardFields = graphql(/* GraphQL */ `
  fragment ChartCard on Chart {
    id title mark adjustmentQuery createdAt createdBy planner reason notes understood page visibility
    visibilityChanges { from to by at }
  }
`)

const ChartPictureQuery = graphql(/* GraphQL */ `
  query ChartPicture($id: ID!) {
    chart(id: $id) { id spec sql }
  }
`)

/** A chart with its picture, once it is in view, and all that can be done with it. `onChange` where it is not as it was. */
export function ChartCard({
  chart,
  children,
  onChange,
}: {
  chart: ChartCardFragment
  children?: ReactNode
  onChange(): void
}) {
  const { id, title, mark, adjustmentQuery, createdAt, createdBy, reason, notes, understood, planner } = chart
  const [place, isSeen] = useInView<HTMLElement>()
  useFocusKept(place)
  const [{ data, error }, refetch] = useQuery({
    query: ChartPictureQuery,
    variables: { id },
    pause: !isSeen,
    // What is drawn once stays as it is.
    requestPolicy: 'cache-first',
  })
  const viewer = useViewer()
  const mayChange = useMayChange() && (viewer?.userId === createdBy || viewer?.role === 'ADMIN')
  const spec = data?.chart?.spec as Spec | undefined
  const kind = charts.marks[mark] ?? mark

  return (
    <article
      ref={place}
      id={`chart-${id}`}
      className={styles.card}
      aria-label={texts.region(title)}
      tabIndex={-1}
    >
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {adjustmentQuery && <p className={styles.quiet}>{texts.adjusted(adjustmentQuery)}</p>}
        </div>
        <Badge>{kind}</Badge>
      </header>
      {notes.length > 0 && <p className={styles.quiet}>{`${notes.join('. ')}.`}</p>}
      <div className={styles.body}>
        <figure className={styles.figure}>
          {spec ? (
            <Picture spec={spec} label={texts.picture(kind, title)} />
          ) : (
            <div className={styles.waiting}>
              {error ? (
                <QueryError error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
              ) : data ? (
                <Note tone="warn" title={texts.gone} />
              ) : (
                <Loading />
              )}
            </div>
          )}
          {spec && <ChartData spec={spec} title={title} />}
        </figure>
        <div>
          <Facts
            of={[
              // Of an adjusted one the words above say it.
              adjustmentQuery == null && [texts.why, reason],
              understood != null && [texts.understood, understood],
              [texts.planner, texts.planners[planner] ?? planner],
              [texts.maker, createdBy],
              [texts.made, <Time key="made" at={createdAt} />],
            ]}
          />
        </div>
      </div>
      <div className={styles.actions}>
        <Downloads id={id} title={title} spec={spec} />
        <Visibility chart={chart} mayChange={mayChange} onChange={onChange} />
        {mayChange && <DeleteChart id={id} title={title} onDeleted={onChange} />}
      </div>
      {data?.chart?.sql && (
        <details>
          <summary>{texts.sql}</summary>
          <div className={styles.sql}>
            <pre>
              <code>{data.chart.sql}</code>
            </pre>
            <CopyButton text={data.chart.sql} what={texts.sql} />
          </div>
        </details>
      )}
      {children}
    </article>
  )
}
