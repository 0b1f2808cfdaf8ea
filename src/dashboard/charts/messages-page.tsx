import { Page } from '../ui/page.tsx'

export default function MessagesPage() {
  return <Page title="Charts">{null}</Page>
}
