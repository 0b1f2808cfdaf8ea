import type { View } from 'vega'
import { written } from '../written.ts'
import { type ShownField, type Spec, shownFields } from './spec.ts'

type Item = {
  datum?: Record<string, unknown>
  mark?: { marktype?: string; items?: Item[] }
  x?: number
  tooltip?: unknown
}

/** Writes what the mark under the pointer stands for into `tip`, as text, beside the pointer. */
export function readOut(view: View, spec: Spec, tip: HTMLElement): void {
  const fields = shownFields(spec)
  const hide = () => {
    tip.hidden = true
  }
  view.addEventListener('pointermove', (event, item) => {
    const pointer = event as PointerEvent
    const lines = item ? linesOf(nearest(item as Item, pointer, view), fields) : []
    if (lines.length === 0) return hide()
    tip.replaceChildren(...lines.flatMap(([name, value]) => [textOf('dt', name), textOf('dd', value)]))
    tip.hidden = false
    place(tip, pointer)
  })
  view.addEventListener('pointerout', hide)
}

function textOf(tag: 'dt' | 'dd', text: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}

/** A line is one mark for all of its points: the one that is meant stands nearest above or below the pointer. */
function nearest(item: Item, pointer: PointerEvent, view: View): Item {
  const { marktype, items = [] } = item.mark ?? {}
  const drawing = view.container()?.querySelector('svg, canvas')
  if ((marktype !== 'line' && marktype !== 'area') || !drawing) return item
  const x = pointer.clientX - drawing.getBoundingClientRect().x - view.origin()[0]
  return items.reduce(
    (best, one) => (Math.abs((one.x ?? 0) - x) < Math.abs((best.x ?? 0) - x) ? one : best),
    items[0] ?? item,
  )
}

function linesOf({ datum, tooltip }: Item, fields: readonly ShownField[]): [string, string][] {
  // What is put together from many rows, such as a box, says itself what it is.
  if (typeof tooltip === 'object' && tooltip !== null)
    return Object.entries(tooltip).map(([name, value]) => [name, written(value, 'nominal')])
  if (!datum) return []
  return fields
    .filter(({ field }) => Object.hasOwn(datum, field))
    .map(({ field, title, type }) => [title, written(datum[field], type)])
}

function place(tip: HTMLElement, { clientX, clientY }: PointerEvent) {
  const { width, height } = tip.getBoundingClientRect()
  const left = clientX + 14 + width > innerWidth ? clientX - width - 10 : clientX + 14
  const top = clientY + 16 + height > innerHeight ? clientY - height - 10 : clientY + 16
  tip.style.left = `${Math.max(4, left)}px`
  tip.style.top = `${Math.max(4, top)}px`
}
