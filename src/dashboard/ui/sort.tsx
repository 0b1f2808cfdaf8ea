import { useMemo, useState } from 'react'
import styles from './sort.module.css'

export type Sorting<Key extends string> = { by: Key; descending: boolean }

/** The head of a column that the rows can be put in the order of; a second press turns the order around. */
export function SortHead<Key extends string>({
  by,
  sorting,
  onSort,
  className,
  descendingFirst = false,
  children,
}: {
  by: Key
  sorting: Sorting<Key>
  onSort(sorting: Sorting<Key>): void
  className?: string
  /** Numbers are asked for from the greatest down. */
  descendingFirst?: boolean
  children: string
}) {
  const isIt = sorting.by === by
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isIt ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={`${styles.sort} ${descendingFirst ? styles.before : ''}`}
        onClick={() => onSort({ by, descending: isIt ? !sorting.descending : descendingFirst })}
      >
        {children}
        <span className={styles.sign} aria-hidden="true">
          {isIt ? (sorting.descending ? '▼' : '▲') : ''}
        </span>
      </button>
    </th>
  )
}

type Value = string | number | bigint | null | undefined

/** Rows in the order that was asked for. What has no value comes last, whichever way. `keyOf` is the same function each time. */
export function useSorted<Row, Key extends string>(
  rows: readonly Row[],
  first: Sorting<Key>,
  keyOf: (row: Row, by: Key) => Value,
) {
  const [sorting, setSorting] = useState(first)
  const sorted = useMemo(
    () =>
      rows.toSorted((a, b) =>
        compare(keyOf(a, sorting.by), keyOf(b, sorting.by), sorting.descending ? -1 : 1),
      ),
    [rows, keyOf, sorting],
  )
  return { rows: sorted, sorting, onSort: setSorting }
}

function compare(a: Value, b: Value, way: 1 | -1): number {
  if (a == null || b == null) return a == null ? (b == null ? 0 : 1) : -1
  if (typeof a === 'string' && typeof b === 'string') return way * collator.compare(a, b)
  return way * (a < b ? -1 : a > b ? 1 : 0)
}

const collator = new Intl.Collator('en', { numeric: true })
