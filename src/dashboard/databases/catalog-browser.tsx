import { useRef } from 'react'
import { useSearchParams } from 'wouter'
import { catalog as texts } from '../texts/catalog.ts'
import { databases } from '../texts/databases.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { SearchField } from '../ui/search-field.tsx'
import styles from './databases.module.css'
import { SchemaSelect } from './schema-select.tsx'
import { TableList, type TableListHandle } from './table-list.tsx'
import { Unresolved } from './unresolved.tsx'
import { useTables } from './use-tables.ts'

/** Search over the tables of a catalog, in the address so that it can be gone back to and handed on. */
export function CatalogBrowser({ databaseId, version }: { databaseId: string; version: string | null }) {
  const [params, setParams] = useSearchParams()
  const filter = { schema: params.get('schema') ?? '', search: params.get('search') ?? '' }
  const { found, error, isLoading, more, retry } = useTables(databaseId, filter, version)
  const list = useRef<TableListHandle>(null)
  const tools = useRef<HTMLDivElement>(null)

  const change = (part: Partial<typeof filter>) =>
    setParams(
      Object.entries({ ...filter, ...part }).filter(([, value]) => value !== ''),
      { replace: true },
    )

  return (
    <>
      <div className={styles.tools} ref={tools}>
        <SearchField
          label={texts.search}
          placeholder={texts.searchHint}
          value={filter.search}
          onSearch={(search) => change({ search })}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return
            event.preventDefault()
            list.current?.focus()
          }}
        />
        <SchemaSelect
          databaseId={databaseId}
          value={filter.schema}
          onSchema={(schema) => change({ schema })}
        />
        <span className={styles.quiet} role="status">
          {found && texts.found(found.total)}
        </span>
        <span className={`${styles.quiet} ${styles.keys}`}>{texts.keys}</span>
      </div>
      {error && <QueryError error={error} retry={retry} />}
      {!found && isLoading && <Loading />}
      {found && found.rows.length > 0 && (
        <TableList
          // From the top again for another search.
          key={found.of}
          ref={list}
          databaseId={databaseId}
          rows={found.rows}
          total={found.total}
          onEnd={more}
          onLeave={() => tools.current?.querySelector('input')?.focus()}
        />
      )}
      {found?.rows.length === 0 && !isLoading && (
        <Empty title={texts.noneFound}>
          <p>{texts.noneFoundWhat}</p>
          <Button onClick={() => change({ schema: '', search: '' })}>{databases.showAll}</Button>
        </Empty>
      )}
      <Unresolved databaseId={databaseId} />
    </>
  )
}
