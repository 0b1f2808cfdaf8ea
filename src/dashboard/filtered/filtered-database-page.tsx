import { Page } from '../ui/page.tsx'

export default function FilteredDatabasePage({ id: _ }: { id: string }) {
  return <Page title="Filtered database">{null}</Page>
}
