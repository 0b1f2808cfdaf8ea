import { useState } from 'react'
import type { FilteredDatabaseDetailsQuery } from '../generated/graphql.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { count } from '../ui/amounts.ts'
import { Section } from '../ui/page.tsx'
import { SortHead, useSorted } from '../ui/sort.tsx'
import table from '../ui/table.module.css'
import styles from './filtered.module.css'
import { isNamed, ListedTables, TableFilter } from './listed-tables.tsx'
import { shareKept } from './share.ts'
import { tableName } from './table-name.ts'

type Kept = NonNullable<FilteredDatabaseDetailsQuery['filteredDatabase']>['tables'][number]
type Column = 'name' | 'sourceRows' | 'rows' | 'referencedRows' | 'leftOutRows' | 'share'

const nameOf = ({ schema, name }: Kept) => tableName({ schema, table: name })

const keyOf = (one: Kept, by: Column) => {
  if (by === 'name') return nameOf(one)
  if (by === 'share') return Number(one.sourceRows) === 0 ? null : Number(one.rows) / Number(one.sourceRows)
  return BigInt(one[by])
}

/** What each table has of its source; folded, the names of those that have nothing. */
export function KeptTables({ tables }: { tables: readonly Kept[] }) {
  const [words, setWords] = useState('')
  const found = tables.filter((one) => isNamed(nameOf(one), words))
  const empty = found.filter((one) => Number(one.rows) === 0)
  const { rows, ...sort } = useSorted<Kept, Column>(
    found.filter((one) => Number(one.rows) > 0),
    { by: 'name', descending: false },
    keyOf,
  )
  const leftOut = tables.some((one) => Number(one.leftOutRows) > 0)
  return (
    <Section title={texts.tables.title}>
      <TableFilter tables={tables} label={texts.tables.filter} words={words} onChange={setWords} />
      <ListedTables
        heads={
          <>
            <SortHead by="name" {...sort}>
              {texts.tables.name}
            </SortHead>
            <SortHead by="sourceRows" {...sort} className={table.number} descendingFirst>
              {texts.tables.source}
            </SortHead>
            <SortHead by="rows" {...sort} className={table.number} descendingFirst>
              {texts.tables.rows}
            </SortHead>
            <SortHead by="share" {...sort} className={table.number} descendingFirst>
              {texts.tables.share}
            </SortHead>
            <SortHead by="referencedRows" {...sort} className={table.number} descendingFirst>
              {texts.tables.referenced}
            </SortHead>
            {leftOut && (
              <SortHead by="leftOutRows" {...sort} className={table.number} descendingFirst>
                {texts.tables.leftOut}
              </SortHead>
            )}
          </>
        }
        rows={rows}
        row={(one) => <Row key={`${one.schema}.${one.name}`} of={one} leftOut={leftOut} />}
        empty={empty.map(nameOf)}
        emptySummary={texts.tables.isEmpty}
      />
    </Section>
  )
}

function Row({ of, leftOut }: { of: Kept; leftOut: boolean }) {
  return (
    <tr>
      <td data-label={texts.tables.name} className={styles.name}>
        {nameOf(of)}
      </td>
      <td data-label={texts.tables.source} className={table.number}>
        {count(of.sourceRows)}
      </td>
      <td data-label={texts.tables.rows} className={table.number}>
        {count(of.rows)}
      </td>
      <td data-label={texts.tables.share} className={table.number}>
        {shareKept(of.rows, of.sourceRows)}
      </td>
      <td data-label={texts.tables.referenced} className={table.number} title={texts.tables.referencedWhat}>
        {count(of.referencedRows)}
      </td>
      {leftOut && (
        <td data-label={texts.tables.leftOut} className={table.number} title={texts.tables.leftOutWhat}>
          {count(of.leftOutRows)}
        </td>
      )}
    </tr>
  )
}
