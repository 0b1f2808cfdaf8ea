import { Page } from '../ui/page.tsx'

export default function FilteredDatabasesPage() {
  return <Page title="Filtered databases">{null}</Page>
}
