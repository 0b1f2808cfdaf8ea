import { duration } from '../ui/amounts.ts'
import { useNow } from '../ui/time.tsx'
import { isSettled, type Standing } from './use-standing.ts'

/** How long a task took, or has been running. */
export function Took({
  of: { status, startedAt, durationMs },
}: {
  of: Pick<Standing, 'status'> & { startedAt?: string | null; durationMs?: number | null }
}) {
  const now = useNow()
  if (!startedAt || (durationMs ?? null) === null) return null
  if (isSettled(status)) return duration(durationMs!)
  // To the second: the clock of the page is no more exact.
  const seconds = Math.max(0, Math.round((now - new Date(startedAt).getTime()) / 1_000))
  return duration(Math.max(seconds * 1_000, durationMs!)).replace(/\.\d s$/, ' s')
}
