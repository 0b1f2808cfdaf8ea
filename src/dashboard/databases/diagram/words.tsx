import { Link } from 'wouter'
import { catalog } from '../../texts/catalog.ts'
import styles from './diagram.module.css'
import type { Model } from './model.ts'

const texts = catalog.diagram

/** What the diagram shows, for those who cannot see it: each table, and what it refers to. */
export function InWords({
  model: { boxes, ties },
  hrefOf,
}: {
  model: Model
  hrefOf(tableId: string): string
}) {
  const titles = new Map(boxes.map(({ id, title }) => [id, title]))
  const bySource = Map.groupBy(ties, ({ source }) => source)
  return (
    <details className={styles.words}>
      <summary>{texts.inWords}</summary>
      <ul>
        {boxes.map(({ id, title }) => (
          <li key={id}>
            <Link href={hrefOf(id)}>{title}</Link>
            <ul>
              {bySource.get(id)?.map((tie) => (
                <li key={tie.id}>
                  {texts.refersTo(tie.sourceColumns.join(', '))}{' '}
                  <Link href={hrefOf(tie.target)}>{titles.get(tie.target)}</Link>
                  <span className={styles.hint}>
                    {' '}
                    {[
                      tie.isUnique ? texts.one : texts.many,
                      tie.isOptional && texts.optional,
                      tie.isCandidate && catalog.table.inferred,
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}
