import { passedOver, wordsWithoutPart } from '../../filtered/model/parts.ts'
import { ModelFailure } from '../../platform/chat/chat.ts'
import { type Read, readJson } from '../../platform/chat/json.ts'
import { messageOf, Refusal, TaskError } from '../../platform/errors.ts'
import { settled } from '../adjust/settle.ts'
import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { readIntent } from '../read-intent.ts'
import { specify } from '../specification/specify.ts'
import type { AdjustedDraft, Draft, DraftSchema } from './draft.ts'
import type { ShownColumns } from './shown-columns.ts'
import { plainReason, plainTitle, wrongsOfTitle, wrongsOfWords } from './words.ts'

/** What a model's answers come to: charts that can be drawn, or what is wrong with them. */

type Context<Of> = {
  typed: TypedResult
  question: string
  columns: ShownColumns
  schema: DraftSchema<Of>['schema']
}

/** `title`: of this chart alone; the intent has none, so that what it is changed to later is not called by it. */
export type Chosen = { intent: ChartIntent; title: string | null; reason: string }

export function readChosen(text: string, context: Context<Draft>): Read<Chosen> {
  const read = readJson(text, context.schema, 'The chart')
  if ('wrongs' in read) return read
  const { chart, reason } = read.answer
  const title = plainTitle(chart.title)
  const drawn = drawable({ ...context.columns.fromShown(chart), title: null }, context)
  if ('wrongs' in drawn) return drawn
  const wrongs = [
    ...wrongsOfWords({ title: chart.title, reason }),
    ...wrongsOfTitle(title, drawn.answer, context.typed),
  ]
  return wrongs.length > 0
    ? { wrongs }
    : { answer: { intent: drawn.answer, title, reason: plainReason(reason) } }
}

export type Adjusted = { intent: ChartIntent } | { unclear: string[] }

/** Only what the words of the adjustment change is taken of the answer, and what follows from it. */
export function readAdjusted(
  text: string,
  words: string,
  before: ChartIntent,
  context: Context<AdjustedDraft>,
): Read<Adjusted> {
  const read = readJson(text, context.schema, 'The chart')
  if ('wrongs' in read) return read
  const { parts, unclear, chart } = read.answer
  if (unclear.length > 0) return { answer: { unclear } }
  const missing = wordsWithoutPart(words, parts)
  if (missing.length > 0) return { wrongs: [passedOver(missing)] }
  const own = { ...context.columns.fromShown(chart), title: plainTitle(chart.title) }
  const changed = new Set(parts.flatMap(({ changes }) => changes))
  const wanted: ChartIntent = { ...before }
  for (const key of changed) Object.assign(wanted, { [key]: own[key] })
  const intent = settled(wanted, before, context.typed)
  if (JSON.stringify(intent) === JSON.stringify(before))
    return { wrongs: ['The chart is as it was; words that no chart can show are unclear'] }
  const wrongs = changed.has('title') ? wrongsOfWords({ title: chart.title }) : []
  if (wrongs.length > 0) return { wrongs }
  const drawn = drawable(intent, context)
  return 'wrongs' in drawn ? drawn : { answer: { intent: drawn.answer } }
}

/** The intent where it passes the check and a trial; only our own code draws. */
function drawable(
  value: ChartIntent,
  { typed, question }: Pick<Context<unknown>, 'typed' | 'question'>,
): Read<ChartIntent> {
  const read = readIntent(value, typed)
  if ('wrongs' in read) return read
  try {
    specify(read.intent, typed, { question })
    return { answer: read.intent }
  } catch (error) {
    if (error instanceof Refusal || error instanceof TaskError) return { wrongs: [messageOf(error)] }
    // A chart of the rules' own may still do.
    throw new ModelFailure(`its chart could not be drawn: ${messageOf(error)}`, { cause: error })
  }
}
