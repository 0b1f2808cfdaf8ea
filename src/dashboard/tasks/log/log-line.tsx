import { memo, type Ref } from 'react'
import { tasks as texts } from '../../texts/tasks.ts'
import { dateTime } from '../../ui/amounts.ts'
import styles from './log-view.module.css'
import type { LogEvent } from './task-log.ts'

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

/** One event at its place in the log, `start` pixels from the top. */
export const LogLine = memo(function LogLine({
  ref,
  index,
  event,
  start,
}: {
  ref: Ref<HTMLLIElement>
  index: number
  event: LogEvent
  start: number
}) {
  return (
    <li
      ref={ref}
      data-index={index}
      data-sequence={event.sequence}
      className={`${styles.line} ${styles[event.level.toLowerCase()]} ${event.type === 'PROGRESS' ? styles.progress : ''}`}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span className={styles.sequence}>{event.sequence}</span>
      <time dateTime={event.at} title={dateTime(event.at)}>
        {clock.format(new Date(event.at))}
      </time>
      <span className={styles.level}>{texts.log.levelWords[event.level] ?? event.level}</span>
      <span className={styles.message}>
        {event.type === 'PROGRESS' && `${Math.round(event.progress * 100)} % · `}
        {event.type !== 'PROGRESS' && event.type !== 'LOG' && (
          <b>{texts.log.types[event.type] ?? event.type}: </b>
        )}
        {event.message}
      </span>
    </li>
  )
})
