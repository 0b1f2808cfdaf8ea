import { useRef } from 'react'
import type { LogLevel } from '../../generated/graphql.ts'

import type { LogEvent } from './task-log.ts'

export const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const satisfies readonly LogLevel[]

export type LineFilter = {
  minLevel: LogLevel
  /** Words that the message contains. */
  search: string
  /** Whether mere progress is shown. */
  progress: boolean
}

const shows = ({ minLevel, search, progress }: LineFilter, event: LogEvent): boolean =>
  levels.indexOf(event.level) >= levels.indexOf(minLevel) &&
  (progress || event.type !== 'PROGRESS') &&
  (search === '' || event.message.toLowerCase().includes(search.toLowerCase()))

/** The events that a filter shows. Each event is looked at once, however often it is drawn. */
export function useLines(events: readonly LogEvent[], filter: LineFilter): readonly LogEvent[] {
  const seen = useRef<{ of: readonly LogEvent[]; key: string; count: number; lines: LogEvent[] } | null>(null)
  const key = JSON.stringify(filter)
  if (seen.current?.of !== events || seen.current.key !== key)
    seen.current = { of: events, key, count: 0, lines: [] }
  const state = seen.current
  for (; state.count < events.length; state.count++) {
    const event = events[state.count]!
    if (shows(filter, event)) state.lines.push(event)
  }
  return state.lines
}
