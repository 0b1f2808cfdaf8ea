import { useSyncExternalStore } from 'react'
import { tasks as texts } from '../texts/tasks.ts'
import { dateTime, duration } from '../ui/amounts.ts'
import { Section } from '../ui/page.tsx'
import table from '../ui/table.module.css'
import type { LogEvent, TaskLog } from './log/task-log.ts'

type Attempt = { startedAt: string; end: LogEvent | null }

/** Each time that a worker took the task up, and how that ended; the log says it. */
export function Attempts({ log }: { log: TaskLog }) {
  const turns = useSyncExternalStore(log.listen, () => log.turns)
  const attempts = attemptsOf(turns)
  if (attempts.length === 0) return null
  return (
    <Section title={texts.attempts.title}>
      <div className={table.frame}>
        <table>
          <thead>
            <tr>
              <th>{texts.attempts.number}</th>
              <th>{texts.columns.started}</th>
              <th>{texts.columns.took}</th>
              <th>{texts.attempts.end}</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map(({ startedAt, end }, index) => (
              <tr key={startedAt}>
                <td data-label={texts.attempts.number}>{index + 1}</td>
                <td data-label={texts.columns.started}>{dateTime(startedAt)}</td>
                <td data-label={texts.columns.took}>{end && duration(between(startedAt, end.at))}</td>
                <td data-label={texts.attempts.end}>
                  {end ? `${texts.log.types[end.type] ?? end.type}: ${end.message}` : texts.attempts.running}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

const between = (from: string, to: string) => Math.max(0, new Date(to).getTime() - new Date(from).getTime())

function attemptsOf(turns: readonly LogEvent[]): Attempt[] {
  const attempts: Attempt[] = []
  for (const turn of turns) {
    const last = attempts.at(-1)
    if (turn.type === 'STARTED') attempts.push({ startedAt: turn.at, end: null })
    else if (last && last.end === null && turn.type !== 'QUEUED' && turn.type !== 'CANCELLING')
      last.end = turn
  }
  return attempts
}
