import { Page } from '../ui/page.tsx'

export default function TablePage(_: { databaseId: string; id: string }) {
  return <Page title="Table">{null}</Page>
}
