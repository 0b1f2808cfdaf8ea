import { InvalidInputError } from '../../platform/errors.ts'
import { arrange } from '../arrange/arrange.ts'
import { notesOnMissing } from '../arrange/missing.ts'
import { checkIntent } from '../check.ts'
import type { TypedResult } from '../columns/column.ts'
import { NothingToDraw } from '../errors.ts'
import type { ChartIntent, Mark } from '../intent.ts'
import { titleFor } from '../title.ts'
import { arcs } from './arcs.ts'
import { bars } from './bars.ts'
import { boxes } from './boxes.ts'
import { heat } from './heat.ts'
import { lines } from './lines.ts'
import { bigNumber } from './numbers-in-large.ts'
import { points } from './points.ts'
import { type Drawing, type Scene, sceneOf } from './scene.ts'
import { config } from './theme.ts'
import { titled } from './titled.ts'

export type Specification = {
  $schema: string
  width: number
  height: number
  data: { values: Record<string, unknown>[] }
  [key: string]: unknown
}

export type SpecifiedChart = {
  spec: Specification
  mark: Mark
  title: string
  /** What is drawn, as the specification holds it. */
  data: Record<string, unknown>[]
  /** What was done to the rows: aggregated, sampled, cut. They stand below the title, too. */
  notes: string[]
}

/**
 * A complete Vega-Lite 6 specification of an intent over its rows, which loads nothing: values and texts stand in it as data
 * alone, never in an expression, a signal or an address.
 * @throws InvalidInputError where the intent cannot be drawn, NothingToDraw where no row is left to draw
 */
export function specify(
  intent: ChartIntent,
  typed: TypedResult,
  { question = '', notes: before = [] }: { question?: string; notes?: readonly string[] } = {},
): SpecifiedChart {
  const wrongs = checkIntent(intent, typed)
  if (wrongs.length > 0)
    throw new InvalidInputError(
      `This chart cannot be drawn: ${wrongs.join('; ')}.`,
      wrongs.map((message) => ({ path: ['intent'], message })),
    )
  const arranged = arrange(intent, typed)
  if (arranged.points.length === 0)
    throw new NothingToDraw('No row has all the values that this chart needs.')
  const scene = sceneOf(intent, typed, arranged, question)
  const { spec, data } = draw(scene)
  const { measures } = arranged
  const title = plainText(
    intent.title ?? titleFor({ ...intent, y: measures[0] ?? null, also: measures.slice(1) }, typed, question),
  )
  const missing = notesOnMissing(intent, arranged, typed)
  const notes = [...before, ...arranged.notes, ...missing].map(plainText)
  const above = titled(title, notes, spec.width)
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      autosize: { type: 'fit', contains: 'padding' },
      padding: 16,
      ...spec,
      height: spec.height + above.height,
      description: title,
      title: above.title,
      data: { values: data },
      config,
    },
    mark: intent.mark,
    title,
    data,
    notes,
  }
}

function draw(scene: Scene): Drawing {
  switch (scene.intent.mark) {
    case 'arc':
      return arcs(scene)
    case 'bar':
      return bars(scene)
    case 'boxplot':
      return boxes(scene)
    case 'rect':
      return heat(scene)
    case 'point':
      return points(scene)
    case 'text':
      return bigNumber(scene)
    default:
      return lines(scene)
  }
}

const plainText = (text: string) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
