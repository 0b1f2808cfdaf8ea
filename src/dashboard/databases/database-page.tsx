import { useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { graphql } from '../generated/index.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useOtherTabs } from '../live/use-other-tabs.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { databases as texts } from '../texts/databases.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, QueryError } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { CatalogSection } from './catalog-section.tsx'
import { CreateElements } from './create/create-elements.tsx'
import { DatabaseFacts } from './database-facts.tsx'
import styles from './databases.module.css'
import { ElementCreation } from './element-creation.tsx'
import { ElementsLog } from './elements-log.tsx'
import { changesElements } from './elements-state.tsx'
import { EditDatabase } from './register/edit-database.tsx'
import { RemoveDatabase } from './remove-database.tsx'
import { ResetElements } from './reset-elements.tsx'
import { ScheduleSection } from './schedule/schedule.tsx'

const DatabasePageQuery = graphql(/* GraphQL */ `
  query DatabasePage($id: ID!) {
    database(id: $id) {
      id name
      ...DatabaseFacts
      catalog { ...CatalogCounts }
      elementCreation { ...ElementCreation }
      schedule { ...Schedule }
    }
  }
`)

const tabs = ['tables', 'relationships', 'diagram', 'schedule', 'log'] as const
type Tab = (typeof tabs)[number]

export default function DatabasePage({ id }: { id: string }) {
  const mayChange = useMayChange()
  const [, navigate] = useLocation()
  const [params] = useSearchParams()
  const asked = params.get('tab') as Tab
  const tab = tabs.includes(asked) ? asked : 'tables'
  const { data, error, askedAt, refetch } = useLiveQuery(
    DatabasePageQuery,
    { id },
    { follows: changesElements },
  )
  const [open, setOpen] = useState<'create' | 'edit' | 'remove' | 'reset' | null>(null)
  useOtherTabs('Database', refetch)
  const close = () => setOpen(null)
  const database = data?.database
  const back = <Link href="/databases">{texts.back}</Link>

  if (!database) {
    return (
      <Page title={texts.one} above={back}>
        {error && <QueryError error={error} retry={refetch} />}
        {!error && !data && <Loading />}
        {data && (
          <Empty title={texts.missing}>
            <p>{texts.missingWhat}</p>
            <ButtonLink href="/databases">{texts.allDatabases}</ButtonLink>
          </Empty>
        )}
      </Page>
    )
  }
  const { elementCreation, catalog, schedule } = database
  return (
    <Page
      title={database.name}
      above={back}
      actions={
        mayChange && (
          <>
            <Button onClick={() => setOpen('edit')}>{texts.edit.act}</Button>
            <Button kind="danger" onClick={() => setOpen('remove')}>
              {texts.remove.act}
            </Button>
            <Button kind="primary" disabled={!elementCreation.canStart} onClick={() => setOpen('create')}>
              {texts.create.act}
            </Button>
          </>
        )
      }
    >
      {error && <QueryError error={error} retry={refetch} />}
      <div className={styles.top}>
        <DatabaseFacts database={database} />
        <ElementCreation
          state={elementCreation}
          catalog={catalog}
          askedAt={askedAt}
          onReset={mayChange && !elementCreation.canStart ? () => setOpen('reset') : null}
        />
      </div>
      <Tabs
        label={texts.tabs.label}
        current={tab}
        of={tabs.map((each) => ({ id: each, name: texts.tabs[each], href: `/databases/${id}?tab=${each}` }))}
      />
      {(tab === 'tables' || tab === 'relationships' || tab === 'diagram') && (
        <CatalogSection
          database={database}
          show={tab}
          version={catalog.updatedAt}
          tableCount={catalog.tableCount}
          isAtWork={!elementCreation.canStart}
          onCreate={() => setOpen('create')}
        />
      )}
      {tab === 'schedule' && <ScheduleSection databaseId={id} schedule={schedule} />}
      {tab === 'log' && <ElementsLog databaseId={id} taskId={elementCreation.task?.id ?? null} />}
      {open === 'create' && <CreateElements databases={[database]} onStarted={refetch} onClose={close} />}
      {open === 'edit' && <EditDatabase database={database} onClose={close} />}
      {open === 'reset' && <ResetElements database={database} onClose={close} />}
      {open === 'remove' && (
        <RemoveDatabase database={database} onClose={close} onRemoved={() => navigate('/databases')} />
      )}
    </Page>
  )
}
