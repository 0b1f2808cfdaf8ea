import { Page } from '../ui/page.tsx'

export default function MessagePage({ id: _ }: { id: string }) {
  return <Page title="Message">{null}</Page>
}
