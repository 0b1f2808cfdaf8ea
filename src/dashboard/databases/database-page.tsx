import { Page } from '../ui/page.tsx'

export default function DatabasePage({ id: _ }: { id: string }) {
  return <Page title="Database">{null}</Page>
}
