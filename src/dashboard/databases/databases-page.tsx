import { Page } from '../ui/page.tsx'

export default function DatabasesPage() {
  return <Page title="Databases">{null}</Page>
}
