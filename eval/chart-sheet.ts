import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { drawPng } from '../src/charts/render/draw.ts'
import { resultOf } from '../src/charts/result.ts'
import { readRows } from '../src/databases/postgresql/read-rows.ts'
import { createBookshop } from '../src/demo/bookshop.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'
import { bookshopQuestions } from './bookshop-questions.ts'
import { type Item, objectsOf, readItems } from './chart-items.ts'
import { type Asked, contactSheet } from './contact-sheet.ts'

/**
 * Many charts in one picture, each below its question, to be looked at:
 *
 *     npm run docs:charts                   questions over the sample bookshop
 *     npm run docs:charts -- ITEMS.jsonl    40 of these, taken evenly [--count N] [--only ID,…]
 *
 * both with [--columns N] [--width PIXELS] [--out FILE.png]. An item has `question`, `columns` and `rows`.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    count: { type: 'string', default: '40' },
    columns: { type: 'string', default: '4' },
    width: { type: 'string', default: '540' },
    out: { type: 'string' },
  },
})
const [file] = positionals
const asked = file ? await askedOf(file) : await askedOfBookshop()
const sheet = await contactSheet(asked, { columns: Number(options.columns), width: Number(options.width) })
const out = options.out ?? path.join('docs', 'charts', file ? 'questions.png' : 'bookshop.png')
await writeFile(out, drawPng(sheet, 1, []))
console.log(`${asked.length} charts in ${out}`)

async function askedOf(file: string): Promise<Asked[]> {
  const only = options.only?.split(',')
  const items = (await readItems<Item>(file)).filter(({ id }) => !only || only.includes(id))
  const count = only ? items.length : Math.min(items.length, Number(options.count))
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!).map(
    (item) => ({ question: item.question.trim(), result: resultOf(objectsOf(item)) }),
  )
}

async function askedOfBookshop(): Promise<Asked[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'chart-sheet-'))
  const server = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } })
  const client = new pg.Client({ connectionString: server.connectionString('postgres') })
  try {
    await client.connect()
    await createBookshop(client, { asOf: new Date('2026-07-01T00:00:00Z') })
    const asked: Asked[] = []
    for (const { question, sql } of bookshopQuestions) {
      const { columns, rows } = await readRows(client, sql, [], {}, () => {})
      asked.push({ question, result: { columns, rows } })
    }
    return asked
  } finally {
    await client.end()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
