import { elementScroll, useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { LogLevel } from '../../generated/graphql.ts'
import { tasks as texts } from '../../texts/tasks.ts'
import { count } from '../../ui/amounts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FindField } from '../../ui/find-field.tsx'
import { Note } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import { levels, useLines } from './lines.ts'
import { LogLine } from './log-line.tsx'
import styles from './log-view.module.css'
import type { TaskLog } from './task-log.ts'

const lineHeight = 24
/** So near to the end still counts as being there. */
const endPx = 24

/** The log of a task from its first event on, which follows its end until the reader scrolls up. */
export function LogView({ log }: { log: TaskLog }) {
  useSyncExternalStore(log.listen, log.version)
  const [minLevel, setMinLevel] = useState<LogLevel>('DEBUG')
  const [search, setSearch] = useState('')
  const [progress, setProgress] = useState(true)
  const [follows, setFollows] = useState(true)
  const frame = useRef<HTMLDivElement>(null)
  const filter = useDeferredValue(search)
  const lines = useLines(log.events, { minLevel, search: filter, progress })
  /** The next scrolling is that of lines that were measured, and not the reader's. */
  const isOurs = useRef(false)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]!.sequence,
    overscan: 12,
    scrollToFn(offset, options, instance) {
      isOurs.current = true
      elementScroll(offset, options, instance)
    },
  })
  const height = virtual.getTotalSize()

  useLayoutEffect(() => {
    if (!follows || !frame.current || height === 0) return
    isOurs.current = true
    frame.current.scrollTop = frame.current.scrollHeight
  }, [follows, height])

  /** Away from the end it is not followed any more; at the end it is again. */
  function scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = frame.current!
    const isAtEnd = scrollHeight - clientHeight - scrollTop <= endPx
    if (isAtEnd) setFollows(true)
    else if (!isOurs.current) setFollows(false)
    isOurs.current = false
  }

  const isOver = log.isComplete || log.failure !== null
  return (
    <Section
      title={texts.log.title}
      actions={
        <span className={styles.amount}>
          {texts.log.lines(count(lines.length), count(log.events.length), lines.length === log.events.length)}
        </span>
      }
    >
      <div className={styles.controls}>
        <Field label={texts.log.level}>
          {(field) => (
            <select
              {...field}
              value={minLevel}
              onChange={(event) => setMinLevel(event.target.value as LogLevel)}
            >
              {levels.map((level) => (
                <option key={level} value={level}>
                  {texts.log.levels[level]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <FindField label={texts.log.search} words={search} onChange={setSearch} />
        <label className={styles.check}>
          <input type="checkbox" checked={progress} onChange={(event) => setProgress(event.target.checked)} />
          {texts.log.progress}
        </label>
      </div>
      {log.failure && <Note tone="warn" title={texts.log.gone(log.failure.message)} />}
      <div className={styles.around}>
        <div
          ref={frame}
          className={styles.frame}
          role="log"
          aria-live="off"
          aria-label={texts.log.title}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys
          tabIndex={0}
          onScroll={scrolled}
        >
          <ol className={styles.lines} style={{ height }}>
            {virtual.getVirtualItems().map(({ index, key, start }) => (
              <LogLine
                key={key}
                ref={virtual.measureElement}
                index={index}
                event={lines[index]!}
                start={start}
              />
            ))}
          </ol>
          {lines.length === 0 && (
            <p className={styles.none}>
              {log.events.length > 0 ? texts.log.nothingFound : isOver ? texts.log.empty : texts.log.reading}
            </p>
          )}
        </div>
        {!follows && (
          <Button
            kind="primary"
            className={styles.follow}
            onClick={() => {
              setFollows(true)
              frame.current?.focus()
            }}
          >
            {isOver ? texts.log.toEnd : texts.log.follow}
          </Button>
        )}
      </div>
    </Section>
  )
}
