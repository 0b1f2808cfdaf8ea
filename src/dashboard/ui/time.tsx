import { useSyncExternalStore } from 'react'
import { ago, dateTime } from './amounts.ts'

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for the page: all times change together, once in a while. */
function listen(listener: () => void) {
  listeners.add(listener)
  if (timer === undefined) now = Date.now()
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 5_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time of that clock, in milliseconds since 1970: what depends on it is drawn anew every 5 s. */
export const useNow = (): number => useSyncExternalStore(listen, () => now)

/** A moment as its distance from now, with the exact one behind it. */
export function Time({ at }: { at: string }) {
  const current = useNow()
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at, Math.max(current, new Date(at).getTime() < Date.now() ? new Date(at).getTime() : current))}
    </time>
  )
}
