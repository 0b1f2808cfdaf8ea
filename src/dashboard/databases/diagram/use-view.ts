import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react'

type View = { x: number; y: number; scale: number }
export type Extent = { x: number; y: number; width: number; height: number }

const scales = { least: 0.05, most: 3 }
const margin = 20
/** A press that moves less than this is a click. */
const clickReach = 4

const clamp = (scale: number) => Math.max(scales.least, Math.min(scales.most, scale))

/** All of the content in the frame, never larger than life. */
function fitting(frame: HTMLElement, { x, y, width, height }: Extent): View {
  const { clientWidth, clientHeight } = frame
  const scale = clamp(
    Math.min(
      1,
      (clientWidth - 2 * margin) / Math.max(width, 1),
      (clientHeight - 2 * margin) / Math.max(height, 1),
    ),
  )
  return {
    scale,
    x: (clientWidth - width * scale) / 2 - x * scale,
    y: (clientHeight - height * scale) / 2 - y * scale,
  }
}

/**
 * A way to look at a drawing larger than its frame: moved by dragging and by arrow keys, zoomed by the wheel, by keys and by
 * buttons. The wheel zooms where Ctrl is held or the frame has the focus; else it scrolls the page, as it does everywhere.
 * @param start what is to be seen at first, and legible, where all of it would be too small
 */
export function useView(content: Extent, start: Extent | null) {
  const frame = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null)
  const wasDragged = useRef(false)

  const panBy = (x: number, y: number) => setView((view) => ({ ...view, x: view.x + x, y: view.y + y }))
  function zoomBy(factor: number, at?: { x: number; y: number }) {
    const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {}
    const { x, y } = at ?? { x: clientWidth / 2, y: clientHeight / 2 }
    setView((view) => {
      const scale = clamp(view.scale * factor)
      const ratio = scale / view.scale
      return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio }
    })
  }
  const showAll = () => frame.current && setView(fitting(frame.current, content))

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new drawing is looked at anew
  useEffect(() => {
    if (!frame.current) return
    const whole = fitting(frame.current, content)
    if (!start || whole.scale >= 0.6) return setView(whole)
    const { clientWidth, clientHeight } = frame.current
    const scale = 0.8
    setView({
      scale,
      x: clientWidth / 2 - (start.x + start.width / 2) * scale,
      y: clientHeight / 2 - (start.y + Math.min(start.height, 300) / 2) * scale,
    })
  }, [content])

  const zoom = useRef(zoomBy)
  zoom.current = zoomBy
  useEffect(() => {
    const element = frame.current
    if (!element) return
    // React listens passively, and the page would scroll as well.
    function onWheel(event: WheelEvent) {
      if (!event.ctrlKey && !element!.contains(document.activeElement)) return
      event.preventDefault()
      const { left, top } = element!.getBoundingClientRect()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1
      const speed = event.ctrlKey ? 0.006 : 0.0015
      zoom.current(Math.exp(-event.deltaY * lines * speed), {
        x: event.clientX - left,
        y: event.clientY - top,
      })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [])

  const keys: Record<string, () => void> = {
    ArrowLeft: () => panBy(60, 0),
    ArrowRight: () => panBy(-60, 0),
    ArrowUp: () => panBy(0, 60),
    ArrowDown: () => panBy(0, -60),
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    '0': () => showAll(),
  }

  return {
    frame,
    transform: `translate(${view.x} ${view.y}) scale(${view.scale})`,
    zoomBy,
    showAll,
    handlers: {
      onKeyDown(event: KeyboardEvent) {
        if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return
        event.preventDefault()
        keys[event.key]!()
      },
      onPointerDown(event: PointerEvent) {
        wasDragged.current = false
        if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, moved: false }
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        const from = drag.current
        if (!from) return
        const [x, y] = [event.clientX - from.x, event.clientY - from.y]
        if (!from.moved && Math.hypot(x, y) < clickReach) return
        if (!from.moved) event.currentTarget.setPointerCapture(event.pointerId)
        wasDragged.current = true
        drag.current = { x: event.clientX, y: event.clientY, moved: true }
        panBy(x, y)
      },
      onPointerUp: () => {
        drag.current = null
      },
      onPointerCancel: () => {
        drag.current = null
      },
      /** What ended on a table was a drag, and no click on it. */
      onClickCapture(event: MouseEvent) {
        if (!wasDragged.current) return
        wasDragged.current = false
        event.preventDefault()
        event.stopPropagation()
      },
      onDragStart: (event: { preventDefault(): void }) => event.preventDefault(),
    },
  }
}
