import { useEffect, useRef, useState } from 'react'
import { charts } from '../../texts/charts.ts'
import { Note } from '../../ui/note.tsx'
import styles from './picture.module.css'
import type { Spec } from './spec.ts'
import { useScheme } from './use-scheme.ts'

/** A window that is being resized is not drawn for each of its sizes. */
const restMs = 120

/**
 * A specification, drawn in the width of its place and in the colours of the page. What draws it is loaded with the first one.
 * `label` is what those hear who do not see it.
 */
export function Picture({ spec, label, small = false }: { spec: Spec; label: string; small?: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDListElement>(null)
  const [width, setWidth] = useState(0)
  const [failure, setFailure] = useState<string | null>(null)
  const scheme = useScheme()

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isFirst = true
    const observer = new ResizeObserver(([entry]) => {
      clearTimeout(timer)
      timer = setTimeout(setWidth, isFirst ? 0 : restMs, Math.floor(entry!.contentRect.width))
      isFirst = false
    })
    observer.observe(place.current!)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [])

  useEffect(() => {
    if (width === 0) return
    let remove = () => {}
    let isOver = false
    setFailure(null)
    const element = document.createElement('div')
    import('./draw.ts')
      .then(({ draw }) => draw(element, spec, { width, scheme, small, tip: tip.current! }))
      .then((undraw) => {
        remove = undraw
        if (isOver) undraw()
        else place.current!.replaceChildren(element)
      })
      .catch((error: unknown) => {
        if (!isOver) setFailure((error as Error).message)
      })
    return () => {
      isOver = true
      remove()
    }
  }, [spec, width, scheme, small])

  return (
    <div className={styles.picture}>
      <div ref={place} className={small ? styles.small : styles.place} role="img" aria-label={label} />
      <dl ref={tip} className={styles.tip} hidden />
      {failure && (
        <Note tone="bad" title={charts.chart.notDrawn}>
          {failure}
        </Note>
      )}
    </div>
  )
}
