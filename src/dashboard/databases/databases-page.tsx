import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useOtherTabs } from '../live/use-other-tabs.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { databases as texts } from '../texts/databases.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Pager, type Place } from '../ui/pager.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { CreateElements } from './create/create-elements.tsx'
import { DatabaseTable } from './database-table.tsx'
import styles from './databases.module.css'
import { changesElements } from './elements-state.tsx'
import { RegisterDatabase } from './register/register-database.tsx'

const pageSize = 25

const DatabaseListQuery = graphql(/* GraphQL */ `
  query DatabaseList($search: String, $first: Int, $after: String, $last: Int, $before: String) {
    databases(search: $search, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { ...DatabaseRow }
    }
  }
`)

export default function DatabasesPage() {
  const mayChange = useMayChange()
  const [, navigate] = useLocation()
  const [params, setParams] = useSearchParams()
  const search = params.get('search') ?? ''
  const [before, after] = [params.get('before'), params.get('after')]
  const page = before ? { last: pageSize, before } : { first: pageSize, after }
  const { data, error, askedAt, fetching, refetch } = useLiveQuery(
    DatabaseListQuery,
    { search: search || null, ...page },
    { follows: changesElements },
  )
  const [selected, setSelected] = useState<ReadonlyMap<string, string>>(new Map())
  const [open, setOpen] = useState<'register' | 'create' | null>(null)
  useOtherTabs('Database', refetch)
  const list = data?.databases

  const goTo = (place: Place & { search?: string }, replace = false) =>
    setParams(Object.entries({ search, ...place }).filter(([, value]) => value) as [string, string][], {
      replace,
    })
  const register = mayChange && (
    <Button kind="primary" onClick={() => setOpen('register')}>
      {texts.register.act}
    </Button>
  )

  return (
    <Page title={texts.title} actions={list?.totalCount !== 0 || search ? register : null}>
      {error && <QueryError error={error} retry={refetch} />}
      {!list && !error && <Loading />}
      {list && (list.totalCount > 0 || search !== '') && (
        <div className={styles.tools}>
          <SearchField
            label={texts.search}
            placeholder={texts.searchHint}
            value={search}
            onSearch={(words) => goTo({ search: words }, true)}
          />
          <span className={styles.quiet} role="status">
            {!fetching && texts.found(list.totalCount)}
          </span>
          {selected.size > 0 && (
            <span className={styles.selection}>
              {texts.selected(selected.size)}
              <Button kind="primary" onClick={() => setOpen('create')}>
                {texts.create.act}
              </Button>
              <Button kind="quiet" onClick={() => setSelected(new Map())}>
                {texts.clearSelection}
              </Button>
            </span>
          )}
        </div>
      )}
      {list && list.nodes.length > 0 && (
        <DatabaseTable
          databases={list.nodes}
          askedAt={askedAt}
          selected={mayChange ? selected : null}
          onSelect={setSelected}
        />
      )}
      {list?.nodes.length === 0 &&
        (search ? (
          <Empty title={texts.noneFound(search)}>
            <Button onClick={() => goTo({ search: '' })}>{texts.showAll}</Button>
          </Empty>
        ) : (
          <Empty title={texts.empty}>
            <p>{mayChange ? texts.emptyWhat : texts.emptyViewer}</p>
            {register}
          </Empty>
        ))}
      {list && <Pager info={list.pageInfo} label={texts.pages} onPlace={(place) => goTo(place)} />}
      {open === 'register' && (
        <RegisterDatabase onClose={() => setOpen(null)} onRegistered={(id) => navigate(`/databases/${id}`)} />
      )}
      {open === 'create' && (
        <CreateElements
          databases={[...selected].map(([id, name]) => ({ id, name }))}
          onStarted={() => {
            setSelected(new Map())
            refetch()
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}
