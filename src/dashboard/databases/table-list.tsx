import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Link } from 'wouter'
import { catalog as texts } from '../texts/catalog.ts'
import { count } from '../ui/amounts.ts'
import { Badge } from '../ui/badge.tsx'
import styles from './table-list.module.css'
import type { TableRow } from './use-tables.ts'

const rowHeight = 38

export type TableListHandle = { focus(): void }

/**
 * Tables of a catalog, of which those in sight alone are drawn. The arrow keys go from one to the next; `onEnd` is asked for more
 * where the end comes into sight.
 */
export function TableList({
  ref,
  databaseId,
  rows,
  total,
  onEnd,
  onLeave,
}: {
  ref: React.Ref<TableListHandle>
  databaseId: string
  rows: readonly TableRow[]
  total: number
  onEnd(): void
  /** The arrow key that leads out of the list, at its start. */
  onLeave(): void
}) {
  const frame = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  /** The row that gets the focus as soon as it is drawn. */
  const wanted = useRef<number | null>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]!.id,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const current = Math.min(active, rows.length - 1)
  useEffect(() => {
    if (last >= rows.length - 25) onEnd()
  })
  useEffect(focusWanted)

  function focusWanted() {
    if (wanted.current === null) return
    const row = frame.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`)
    if (!row) return
    wanted.current = null
    row.focus({ preventScroll: true })
  }
  function goTo(index: number) {
    const next = Math.max(0, Math.min(index, rows.length - 1))
    wanted.current = next
    virtual.scrollToIndex(next)
    setActive(next)
    focusWanted()
  }
  useImperativeHandle(ref, () => ({ focus: () => goTo(0) }))

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowHeight) - 1)
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    }
    const next = steps[event.key]
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (next < 0 && event.key === 'ArrowUp') onLeave()
    else goTo(next)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links in it
    <div ref={frame} className={styles.frame} onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: the rows that are not drawn have their height in it */}
      <div
        role="list"
        aria-label={texts.list}
        className={styles.list}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map(({ index, key, start }) => {
          const { id, schema, name, kind, comment, estimatedRowCount, readable } = rows[index]!
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              key={key}
              role="listitem"
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Link
                href={`/databases/${databaseId}/tables/${id}`}
                tabIndex={index === current ? 0 : -1}
                className={styles.link}
                onFocus={() => setActive(index)}
              >
                <span className={styles.name}>
                  <span className={styles.schema}>{schema}.</span>
                  {name}
                </span>
                {comment && <span className={styles.comment}>{comment}</span>}
                <span className={styles.aside}>
                  {kind !== 'TABLE' && <Badge>{texts.kind[kind]}</Badge>}
                  {!readable && <Badge>{texts.unreadable}</Badge>}
                  {estimatedRowCount !== null && (
                    <span className={styles.rows}>{texts.rows(count(estimatedRowCount))}</span>
                  )}
                </span>
              </Link>
            </div>
          )
        })}
      </div>
    </div>
  )
}
