import { useRef, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Button } from '../../ui/button.tsx'
import { Loading, QueryError } from '../../ui/note.tsx'
import { useFocusKept } from '../chart/use-focus-kept.ts'
import { Picture } from '../picture/picture.tsx'
import type { Spec } from '../picture/spec.ts'
import { wordsOfAlternative } from './alternative-words.ts'
import styles from './alternatives.module.css'

const texts = charts.alternatives
const AlternativesQuery = graphql(/* GraphQL */ `
  query ChartAlternatives($id: ID!) {
    chart(id: $id) { id alternatives { mark title reason spec } }
  }
`)

/**
 * Other charts of the same rows, to unfold: each drawn small, with what speaks for it. `onMake` is told the words of an adjustment that
 * make one; where it is left out, they are only shown.
 */
export function Alternatives({
  of,
  onMake,
  busy,
}: {
  of: string
  onMake?(words: string): void
  busy: boolean
}) {
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDetailsElement>(null)
  useFocusKept(place)
  const [{ data, error }] = useQuery({
    query: AlternativesQuery,
    variables: { id: of },
    pause: !isOpen,
    requestPolicy: 'cache-first',
  })
  const alternatives = data?.chart?.alternatives
  return (
    <details ref={place} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.heading}</summary>
      {isOpen && error && <QueryError error={error} />}
      {isOpen && !error && !alternatives && <Loading />}
      {alternatives?.length === 0 && <p>{texts.none}</p>}
      {isOpen && alternatives && alternatives.length > 0 && (
        <ul className={styles.list}>
          {alternatives.map(({ mark, title, reason, spec }) => {
            const kind = charts.marks[mark] ?? mark
            const words = wordsOfAlternative({ mark, title, spec: spec as Spec | null })
            return (
              <li key={mark} className={styles.alternative}>
                {spec && <Picture small spec={spec as Spec} label={charts.chart.picture(kind, title)} />}
                <p>
                  <strong>{kind}</strong>
                  <span className={styles.reason}>{title}</span>
                  <span className={styles.reason}>{reason}</span>
                </p>
                {onMake && words && (
                  <Button busy={busy} onClick={() => onMake(words)}>
                    {texts.make(kind)}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </details>
  )
}
