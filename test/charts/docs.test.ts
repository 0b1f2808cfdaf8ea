import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { chartOf, message, register } from './task/installation.ts'

const page = readFileSync('docs/charts.md', 'utf8')

/** The cells of the table whose first column is called so. */
const cells = (heading: string): string[][] => {
  const [, body] = new RegExp(`^\\| ${heading} +\\|.*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'm').exec(page)!
  return body!
    .trim()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | *\|$/g, '').trim()))
}
const questions = cells('question')
const adjustments = cells('words')

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  source = await createDatabase({ sql: `${/^```sql\n(.*?)^```/ms.exec(page)![1]}; analyze` })
  quarry = await startQuarry()
  databaseId = await register(quarry.client, source.connectionString)
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

describe('the page on charts', () => {
  it.each(questions)('says what %j is read as', async (question, reading) => {
    const chart = await chartOf(quarry.client, {
      messageId: await message(quarry.client, { question: question!, databaseId }),
    })
    expect(chart.understood).toBe(reading)
    expect(chart.sql).toMatch(/^SELECT/)
  })

  it.each(adjustments)('says what %j changes', async (words, what) => {
    const messageId = await message(quarry.client, {
      question: 'total sales per country and category',
      databaseId,
    })
    const before = await chartOf(quarry.client, { messageId })
    const after = await chartOf(quarry.client, { messageId, adjustmentQuery: words! })
    expect(after.adjustmentQuery).toBe(words)
    expect(JSON.stringify(after.spec), what).not.toBe(JSON.stringify(before.spec))
    const mark = /^a (\w+)/.exec(what!)?.[1]
    if (mark) expect(after.mark).toBe({ line: 'line', pie: 'arc' }[mark])
  })
})
