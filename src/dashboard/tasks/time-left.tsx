import { tasks as texts } from '../texts/tasks.ts'
import { dateTime } from '../ui/amounts.ts'
import { useNow } from '../ui/time.tsx'
import { isSettled, type Standing } from './use-standing.ts'

/** Such as "about 2 min left"; nothing where it is not known, or nothing is left. */
export function TimeLeft({ of }: { of: Pick<Standing, 'status' | 'estimatedCompletionAt'> }) {
  const now = useNow()
  const at = of.estimatedCompletionAt
  if (at === null || isSettled(of.status) || of.status === 'CANCELLING') return null
  return <span title={dateTime(at)}>{texts.left((new Date(at).getTime() - now) / 1_000)}</span>
}
