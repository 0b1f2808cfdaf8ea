import { useViewer } from '../session/use-viewer.ts'
import { queues as texts } from '../texts/queues.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty, Loading, Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Queue } from './queue.tsx'
import { useQueues } from './use-queues.ts'

export default function QueuesPage() {
  const viewer = useViewer()
  return (
    <Page title={texts.title}>
      {!viewer && <Loading />}
      {viewer && viewer.role !== 'ADMIN' && (
        <Empty title={texts.forAdmins.title}>
          <p>{texts.forAdmins.what}</p>
          <ButtonLink href="/tasks">{texts.forAdmins.act}</ButtonLink>
        </Empty>
      )}
      {viewer?.role === 'ADMIN' && <Queues />}
    </Page>
  )
}

function Queues() {
  const { stats, at, histories, failure, again } = useQueues()
  return (
    <>
      {failure && (
        <Note tone="bad" title={texts.failed(failure.message)}>
          <Button onClick={again}>{texts.tryAgain}</Button>
        </Note>
      )}
      {!stats && !failure && <Loading />}
      {stats?.map((queue) => (
        <Queue key={queue.kind} queue={queue} at={at} history={histories.get(queue.kind) ?? []} />
      ))}
    </>
  )
}
