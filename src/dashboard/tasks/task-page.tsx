import { Page } from '../ui/page.tsx'

export default function TaskPage({ id: _ }: { id: string }) {
  return <Page title="Task">{null}</Page>
}
