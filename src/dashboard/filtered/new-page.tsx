import { Page } from '../ui/page.tsx'

export default function NewFilteredDatabasePage() {
  return <Page title="New filtered database">{null}</Page>
}
