import { lazy, Suspense, useState } from 'react'
import { useMayChange } from '../session/use-viewer.ts'
import { catalog as texts } from '../texts/catalog.ts'
import { databases } from '../texts/databases.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/note.tsx'
import { CatalogBrowser } from './catalog-browser.tsx'
import { ClearCatalog } from './clear-catalog.tsx'
import { Relationships } from './relationships.tsx'

const CatalogDiagram = lazy(() => import('./diagram/catalog-diagram.tsx'))

/** What the catalog of a database holds, as lists or as a picture; what to do where it holds nothing. */
export function CatalogSection({
  database,
  show,
  version,
  tableCount,
  isAtWork,
  onCreate,
}: {
  database: { id: string; name: string }
  show: 'tables' | 'relationships' | 'diagram'
  version: string | null
  tableCount: number
  isAtWork: boolean
  onCreate(): void
}) {
  const mayChange = useMayChange()
  const [isClearing, setClearing] = useState(false)
  if (tableCount === 0) {
    return (
      <Empty title={texts.empty}>
        <p>{isAtWork ? texts.emptyRunning : texts.emptyWhat}</p>
        {mayChange && !isAtWork && (
          <Button kind="primary" onClick={onCreate}>
            {databases.create.act}
          </Button>
        )}
      </Empty>
    )
  }
  if (show === 'diagram') {
    return (
      <Suspense fallback={<Loading />}>
        <CatalogDiagram databaseId={database.id} tableCount={tableCount} />
      </Suspense>
    )
  }
  if (show === 'relationships') return <Relationships databaseId={database.id} />
  return (
    <>
      <CatalogBrowser databaseId={database.id} version={version} />
      {mayChange && !isAtWork && (
        <div>
          <Button kind="danger" onClick={() => setClearing(true)}>
            {databases.clear.act}
          </Button>
        </div>
      )}
      {isClearing && <ClearCatalog database={database} onClose={() => setClearing(false)} />}
    </>
  )
}
