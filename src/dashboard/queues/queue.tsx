import { Link } from 'wouter'
import type { QueueStats } from '../../client/client.ts'
import { queues as texts } from '../texts/queues.ts'
import { tasks } from '../texts/tasks.ts'
import { count, duration } from '../ui/amounts.ts'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { useNow } from '../ui/time.tsx'
import type { History } from './history.ts'
import styles from './queues.module.css'
import { Sparkline } from './sparkline.tsx'

/** So long in seconds that a reader should know of it. */
const longWait = 60

/** One kind's queue: what waits and runs, how the last hour went, and what is wrong with it. */
export function Queue({ queue, at, history }: { queue: QueueStats[number]; at: number; history: History }) {
  const now = useNow()
  const name = tasks.kind[queue.kind] ?? queue.kind
  const sinceMs = Math.max(0, now - at)
  // The wait grows all the time; the server tells of it when something else has changed.
  const oldest = queue.oldestPendingSeconds ?? null
  const waitedSeconds = oldest === null ? null : oldest + sinceMs / 1_000
  const isLong = waitedSeconds !== null && waitedSeconds > longWait
  const facts: [name: string, value: string, tone?: string][] = [
    [texts.depth, count(queue.pending)],
    [texts.running, count(queue.running)],
    [
      texts.oldest,
      waitedSeconds === null ? texts.noneWaits : wait(waitedSeconds),
      isLong ? styles.bad : undefined,
    ],
    [texts.completed, count(queue.completedLastHour)],
    [texts.failedLastHour, count(queue.failedLastHour), queue.failedLastHour > 0 ? styles.bad : undefined],
    [texts.workers, count(queue.workers), queue.workers === 0 ? styles.bad : undefined],
  ]
  return (
    <Section
      title={name}
      actions={
        <nav className={styles.links} aria-label={texts.tasks(name)}>
          <Link href={`/tasks?kind=${queue.kind}`}>{texts.seeTasks}</Link>
          {queue.failedLastHour > 0 && (
            <Link href={`/tasks?kind=${queue.kind}&status=FAILED&since=24h`}>{texts.seeFailed}</Link>
          )}
        </nav>
      }
    >
      {queue.workers === 0 ? (
        <Note tone="warn" title={texts.noWorkers(queue.pending)} />
      ) : (
        isLong && <Note tone="warn" title={texts.waitsLong(wait(waitedSeconds))} />
      )}
      <dl className={styles.facts}>
        {facts.map(([name, value, tone]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={tone}>{value}</dd>
          </div>
        ))}
      </dl>
      <Sparkline history={history} kind={name} />
    </Section>
  )
}

const wait = (seconds: number): string => duration(Math.round(seconds) * 1_000).replace('.0', '')
