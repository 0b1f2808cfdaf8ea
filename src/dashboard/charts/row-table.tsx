import styles from './row-table.module.css'
import { written } from './written.ts'

export type ShownColumn = { field: string; title: string; type?: string }

/** Rows as they are, in a frame of its own that scrolls where they are wide. Every value stands as text. */
export function RowTable({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly ShownColumn[]
  rows: readonly Readonly<Record<string, unknown>>[]
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className={styles.frame} tabIndex={0} aria-label={caption}>
      <table>
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ field, title }) => (
              <th key={field} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and never move.
            <tr key={at}>
              {columns.map(({ field, type }) => (
                <Cell key={field} type={type} value={Object.hasOwn(row, field) ? row[field] : null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ value, type }: { value: unknown; type?: string }) {
  const isNothing = value === null || value === undefined
  const isNumber = typeof value === 'number' && type !== 'temporal'
  const className = isNothing ? styles.none : isNumber ? styles.number : undefined
  return <td className={className}>{written(value, type)}</td>
}
