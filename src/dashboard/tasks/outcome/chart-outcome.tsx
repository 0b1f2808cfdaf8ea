import { useMemo } from 'react'
import { useQuery } from 'urql'
import type { ChartOutcomeFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { tasks as texts } from '../../texts/tasks.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Loading, Note, QueryError } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import styles from './outcome.module.css'

export const Fields = graphql(/* GraphQL */ `
  fragment ChartOutcome on ChartTask {
    adjustmentQuery
    sourceMessage { id question deletedAt }
    chart { id title mark }
  }
`)

const PictureQuery = graphql(/* GraphQL */ `
  query TaskChartPicture($id: ID!) {
    chart(id: $id) { id svg }
  }
`)

/** The chart that was drawn, as a picture. */
export function ChartOutcome({ task: { chart, sourceMessage } }: { task: ChartOutcomeFragment }) {
  return (
    <Section
      title={texts.outcome}
      actions={
        !sourceMessage.deletedAt && (
          <ButtonLink kind="primary" href={`/messages/${sourceMessage.id}`}>
            {texts.chart.open}
          </ButtonLink>
        )
      }
    >
      {chart ? (
        <>
          <p>{chart.title}</p>
          <Picture id={chart.id} title={chart.title} />
        </>
      ) : (
        <Note title={texts.chart.gone} />
      )}
    </Section>
  )
}

/** As an image: nothing that stands in an SVG runs there. */
function Picture({ id, title }: { id: string; title: string }) {
  const [{ data, error }] = useQuery({ query: PictureQuery, variables: { id }, requestPolicy: 'cache-first' })
  const svg = data?.chart?.svg
  const source = useMemo(() => svg && `data:image/svg+xml,${encodeURIComponent(svg)}`, [svg])
  if (error) return <QueryError error={error} />
  if (!source) return <Loading />
  return <img className={styles.picture} src={source} alt={texts.chart.picture(title)} />
}
