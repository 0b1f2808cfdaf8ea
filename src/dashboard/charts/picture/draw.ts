import embed, { type EmbedOptions, type VisualizationSpec } from 'vega-embed'
import { expressionInterpreter } from 'vega-interpreter'
import { darkened } from './dark.ts'
import { fitted } from './fitted.ts'
import { readOut } from './read-out.ts'
import type { Spec } from './spec.ts'

export type DrawOptions = {
  /** Of the place that it is drawn in, in pixels. */
  width: number
  scheme: 'light' | 'dark'
  /** Whether it is drawn at a size in which it can be read, and then shown smaller. */
  small: boolean
  /** Where the values under the pointer are written. */
  tip: HTMLElement
}

const leastPreview = 560
/** More marks than these are a burden as elements of the page. */
const mostElements = 2_000

/** Nothing is loaded, and nothing leads anywhere. */
const refuse = async (): Promise<never> => {
  throw new Error('A chart loads nothing')
}
const loader = { options: {}, load: refuse, http: refuse, file: refuse, sanitize: async () => ({ href: '' }) }

/**
 * Draws a specification into an element, by an interpreter of expressions: no code is made of them, and nothing of a row or a title
 * becomes markup. Returns what takes it away again.
 * @throws where the specification cannot be drawn
 */
export async function draw(element: HTMLElement, spec: Spec, options: DrawOptions): Promise<() => void> {
  const { width, scheme, small, tip } = options
  const colored = scheme === 'dark' ? darkened(spec) : spec
  const shown = fitted(colored, small ? Math.max(width, leastPreview) : width)
  const { view, finalize } = await embed(element, shown as unknown as VisualizationSpec, {
    mode: 'vega-lite',
    ast: true,
    expr: expressionInterpreter,
    renderer: (spec.data.values.length > mostElements ? 'canvas' : 'svg') as never,
    loader: loader as unknown as EmbedOptions['loader'],
    actions: false,
    defaultStyle: false,
    tooltip: false,
    hover: false,
    logLevel: 0,
  })
  readOut(view, shown, tip)
  return () => {
    finalize()
    element.replaceChildren()
    tip.hidden = true
  }
}
