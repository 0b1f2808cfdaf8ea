import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import * as vega from 'vega'
import * as interpreter from 'vega-interpreter'
import * as vegaLite from 'vega-lite'
import { typeColumns } from '../src/charts/columns/type.ts'
import { designChart } from '../src/charts/design/design.ts'
import { resultOf } from '../src/charts/result.ts'
import { specify } from '../src/charts/specification/specify.ts'
import { messageOf } from '../src/platform/errors.ts'
import { type Item as AskedItem, objectsOf, readItems } from './chart-items.ts'

/**
 * How well the rules choose charts for questions with rows:
 *
 *     npm run eval:charts -- ITEMS.jsonl SCORER.mjs [--robust] [--only ID,…] [--verbose] [--out FILE]
 *
 * An item has `question`, `columns`, `rows` and `mark_in_question`; the scorer exports `scoreChart(item, spec, modules)` and
 * `skip`. Without an API and without a database: rows go straight to the rules.
 */
type Item = AskedItem & {
  rows_complete: boolean
  mark_in_question: boolean
  robust_paraphrases?: string[]
}
type Score = Record<string, boolean | null> & { notes: string[] }
type Scorer = {
  scoreChart(item: Item, spec: object | null, modules: object): Score
  skip: Map<string, string>
}
type Scored = { item: Item; robust: boolean; score: Score; ms: number; chart: string }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    robust: { type: 'boolean' },
    only: { type: 'string' },
    verbose: { type: 'boolean' },
    out: { type: 'string' },
  },
})
const [file, scorer] = positionals
if (!file || !scorer)
  throw new Error('npm run eval:charts -- ITEMS.jsonl SCORER.mjs [--robust] [--only ID,…] [--out FILE]')
const { scoreChart, skip } = (await import(pathToFileURL(path.resolve(scorer)).href)) as Scorer
const modules = { vega, vegaLite, interpreter }

const only = options.only?.split(',')
const items = (await readItems<Item>(file)).filter(
  ({ id, rows_complete }) => rows_complete && !skip.has(id) && (!only || only.includes(id)),
)
const asked = items.map((item) => ({ item, robust: false }))
const robust = options.robust
  ? items.flatMap((item) =>
      (item.robust_paraphrases ?? []).map((question) => ({ item: { ...item, question }, robust: true })),
    )
  : []
const results = [...asked, ...robust].map(scored)
for (const { item, robust, score, chart } of results)
  if (!score.overall || options.verbose) {
    const wrong = Object.keys(score).filter((part) => score[part] === false)
    console.log(
      `${item.id}${robust ? ' (robust)' : ''}  ${wrong.join(',') || 'right'}  ${item.question.trim()}`,
    )
    console.log(`    ${chart}\n    ${score.notes.join('; ')}`)
  }
report(results)
if (options.out) await writeFile(options.out, JSON.stringify(results, null, 1))

function scored({ item, robust }: { item: Item; robust: boolean }): Scored {
  const start = performance.now()
  try {
    const typed = typeColumns(resultOf(objectsOf(item)))
    const { intent, notes } = designChart(item.question, typed)
    const { spec } = specify(intent, typed, { question: item.question, notes })
    const ms = performance.now() - start
    return { item, robust, ms, score: scoreChart(item, spec, modules), chart: JSON.stringify(intent) }
  } catch (error) {
    const score = scoreChart(item, null, modules)
    return { item, robust, ms: 0, score: { ...score, notes: [messageOf(error)] } as Score, chart: '' }
  }
}

function report(results: Scored[]): void {
  const share = (of: Scored[], part: string) =>
    of.length === 0
      ? '–'
      : `${((100 * of.filter(({ score }) => score[part]).length) / of.length).toFixed(1)} %`
  const parts = ['valid', 'mark', 'data', 'overall', 'overallAcceptable']
  const line = (name: string, of: Scored[]) =>
    console.log(
      `${name.padEnd(20)} n=${String(of.length).padEnd(4)} ${parts.map((part) => `${part} ${share(of, part)}`).join('  ')}`,
    )
  const questions = results.filter(({ robust }) => !robust)
  line('all', questions)
  line(
    'mark named',
    questions.filter(({ item }) => item.mark_in_question),
  )
  line(
    'mark not named',
    questions.filter(({ item }) => !item.mark_in_question),
  )
  if (options.robust)
    line(
      'robust paraphrases',
      results.filter(({ robust }) => robust),
    )
  const ms = results.map((one) => one.ms).sort((a, b) => a - b)
  console.log(
    `rules: p50 ${ms[ms.length >> 1]?.toFixed(1)} ms, p95 ${ms[Math.floor(ms.length * 0.95)]?.toFixed(1)} ms`,
  )
}
