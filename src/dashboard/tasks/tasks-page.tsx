import { useCallback, useState } from 'react'
import { graphql } from '../generated/index.ts'
import { changesState, useLiveQuery } from '../live/use-live-query.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note, QueryError } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Pager } from '../ui/pager.tsx'
import { BulkCancel, type Chosen } from './bulk-cancel.tsx'
import { useTaskCounts } from './counts.ts'
import { FilterBar } from './filter-bar.tsx'
import { noFilters, useFilters } from './filters.ts'
import { subjectOf } from './subject.ts'
import styles from './task-rows.module.css'
import { TaskRows } from './task-rows.tsx'

const TaskListQuery = graphql(/* GraphQL */ `
  query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {
    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { ...TaskRow }
    }
  }
`)

const pageSize = 50

export default function TasksPage() {
  const { filters, filter, place, change, goTo, isFiltered } = useFilters()
  const counts = useTaskCounts(filter)
  const mayChange = useMayChange()
  const { data, error, askedAt, refetch } = useLiveQuery(
    TaskListQuery,
    { ...(place.before ? { last: pageSize, ...place } : { first: pageSize, ...place }), filter },
    { follows: changesState },
  )
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const tasks = data?.tasks.nodes
  const names = new Map(tasks?.map((task) => [task.id, subjectOf(task)]))

  const select = useCallback((id: string, isSelected: boolean) => {
    setChosen((chosen) => {
      const next = new Map(chosen)
      if (isSelected) next.set(id, '')
      else next.delete(id)
      return next
    })
  }, [])
  const list: Chosen[] = [...chosen].map(([id, what]) => ({ id, what: names.get(id) ?? what }))

  return (
    <Page title={texts.title}>
      <FilterBar filters={filters} change={change} counts={counts} isFiltered={isFiltered} />
      {filters.unknown.length > 0 && (
        <Note tone="warn" title={texts.unknownFilters(filters.unknown.join(', '))} />
      )}
      {error && <QueryError error={error} retry={refetch} />}
      {!tasks && !error && <Loading />}
      {tasks?.length === 0 &&
        (isFiltered ? (
          <Empty title={texts.nothingFound}>
            <Button onClick={() => change(noFilters)}>{texts.filters.clear}</Button>
          </Empty>
        ) : (
          <Empty title={texts.empty.title}>
            <p>{texts.empty.what}</p>
            <ButtonLink href="/databases">{texts.empty.act}</ButtonLink>
          </Empty>
        ))}
      {mayChange && <BulkCancel chosen={list} onDone={() => setChosen(new Map())} />}
      {tasks && tasks.length > 0 && (
        <>
          <TaskRows
            tasks={tasks}
            askedAt={askedAt}
            mayChange={mayChange}
            selection={{
              ids: new Set(chosen.keys()),
              select,
              selectAll: (ids) => setChosen(new Map(ids.map((id) => [id, names.get(id) ?? '']))),
            }}
          />
          <p className={styles.keys}>{texts.keys}</p>
        </>
      )}
      {data && <Pager info={data.tasks.pageInfo} label={texts.pages} onPlace={goTo} />}
    </Page>
  )
}
