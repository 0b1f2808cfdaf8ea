import { type ReactNode, useState } from 'react'
import { filtered } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { FindField } from '../ui/find-field.tsx'
import table from '../ui/table.module.css'
import styles from './filtered.module.css'
import { FoldedNames } from './folded-names.tsx'

const texts = filtered.tables
const pageSize = 50
/** Fewer are seen at a glance. */
const manyTables = 10

export const isNamed = (name: string, words: string) =>
  name.toLowerCase().includes(words.trim().toLowerCase())

/** Above a list of many tables; `children` are further fields. */
export function TableFilter({
  tables,
  label,
  words,
  onChange,
  children,
}: {
  tables: readonly unknown[]
  label: string
  words: string
  onChange(words: string): void
  children?: ReactNode
}) {
  if (tables.length <= manyTables) return null
  return (
    <div className={styles.filters}>
      <FindField label={label} words={words} onChange={onChange} />
      {children}
    </div>
  )
}

/** Tables that were found, a row each, some at first and more on demand; folded, the names of those that have nothing. */
export function ListedTables<Row>({
  heads,
  rows,
  row,
  empty,
  emptySummary,
}: {
  heads: ReactNode
  rows: readonly Row[]
  row(one: Row): ReactNode
  empty: string[]
  emptySummary(count: number): string
}) {
  const [shown, setShown] = useState(pageSize)
  const more = Math.min(4 * pageSize, rows.length - shown)
  return (
    <>
      {rows.length > 0 && (
        <div className={table.frame}>
          <table>
            <thead>
              <tr>{heads}</tr>
            </thead>
            <tbody>{rows.slice(0, shown).map(row)}</tbody>
          </table>
        </div>
      )}
      {more > 0 && (
        <div>
          <Button onClick={() => setShown(shown + 4 * pageSize)}>{texts.more(more)}</Button>
        </div>
      )}
      {rows.length === 0 && empty.length === 0 && <p className={table.quiet}>{texts.none}</p>}
      {empty.length > 0 && <FoldedNames summary={emptySummary(empty.length)} names={empty} />}
    </>
  )
}
