import { describe, expect, it } from 'vitest'
import { parseSql, Unparsable } from '../../../src/charts/sql/parse.ts'
import { usesOf } from '../../../src/charts/sql/uses.ts'

const select = async (sql: string) => {
  const [statement] = await parseSql(sql)
  return Object.values(statement!.stmt)[0] as Parameters<typeof usesOf>[0]
}

describe('however deeply a query is nested', () => {
  const shapes: Record<string, (n: number) => string> = {
    parentheses: (n) => `select ${'('.repeat(n)}1${')'.repeat(n)}`,
    subqueries: (n) => `select ${'(select '.repeat(n)}1${')'.repeat(n)}`,
    'subqueries in FROM': (n) => `select 1 from ${'(select 1 from '.repeat(n)}x${') y'.repeat(n)}`,
    sums: (n) => `select 1${'+1'.repeat(n)}`,
    negations: (n) => `select ${'not '.repeat(n)}true`,
    arrays: (n) => `select ${'array['.repeat(n)}1${']'.repeat(n)}`,
    unions: (n) => `select 1${' union select 1'.repeat(n)}`,
    casts: (n) => `select 1${'::int'.repeat(n)}`,
    calls: (n) => `select ${'abs('.repeat(n)}1${')'.repeat(n)}`,
    cases: (n) => `select ${'case when true then '.repeat(n)}1${' end'.repeat(n)}`,
    'operators and fields': (n) => `select ${'('.repeat(n)}x${').y'.repeat(n)}`,
    comments: (n) => `select ${'/* '.repeat(n)}${'*/ '.repeat(n)} 1`,
  }

  it.each(Object.entries(shapes))(
    '%s: it is parsed or refused, and the next one is parsed',
    async (_, write) => {
      const outcomes: string[] = []
      for (const n of [10, 100, 300, 1_000, 3_000, 10_000, 30_000]) {
        const sql = write(n).slice(0, 100_000)
        const outcome = await select(sql).then(
          (tree) => usesOf(tree) && 'parsed',
          (error) => {
            expect(error, `${n}`).toBeInstanceOf(Unparsable)
            return 'refused'
          },
        )
        outcomes.push(outcome)
        expect(usesOf(await select("select abs(-1), 'ü'")).functions.map(({ name }) => name)).toEqual(['abs'])
      }
      expect(outcomes.slice(0, 3)).toEqual(['parsed', 'parsed', 'parsed'])
      expect(process.exitCode).toBeUndefined()
    },
  )
})

it('parsers that came to their end in the midst of their work leave no memory behind', async () => {
  const crash = () => parseSql(`select 1${'+1'.repeat(40_000)}`).catch((error) => error)
  expect(await crash()).toMatchObject({ message: 'The query is nested too deeply' })
  for (let i = 0; i < 20; i++) await crash()
  const before = process.memoryUsage.rss()
  for (let i = 0; i < 100; i++) await crash()
  const grown = process.memoryUsage.rss() - before
  console.info(`memory grew by ${(grown / 1e6).toFixed(0)} MB over 100 of them`)
  expect(grown).toBeLessThan(100_000_000)
})

it('texts of 100,000 characters take less than a second of the processor', async () => {
  const long = {
    values: `select 1 where 1 in (${'1,'.repeat(49_980)}1)`,
    columns: `select ${'a.b,'.repeat(24_980)}1`,
    calls: `select ${'f(1),'.repeat(19_980)}1`,
    text: `select '${'ü'.repeat(99_900)}'`,
    words: 'a '.repeat(50_000),
    quotes: "'".repeat(99_999),
    dollars: '$'.repeat(99_999),
    'dollar quotes': `select ${'$a$b$'.repeat(19_000)}`,
    'quoted names': `select ${'"'.repeat(99_000)}`,
    escapes: `select E'${'\\'.repeat(49_000)}'`,
    'unicode escapes': `select U&'${'\\0061'.repeat(19_000)}'`,
    'one operator': `select ${'+-'.repeat(49_000)}1`,
    'comments in one another without a space': `select ${'/*'.repeat(24_000)}${'*/'.repeat(24_000)} 1`,
    'operators and comments': `select 1${'@/**/'.repeat(19_000)}1`,
    'as many operators as may stand in a row': `select ${`${'+-'.repeat(150)} 1,`.repeat(320)}1`,
    'comments that end lines': `select 1 ${'--\n'.repeat(30_000)}`,
    'strings over lines': `select ${"'a'\n".repeat(24_000)}`,
    spaces: `select 'a'${' '.repeat(99_000)}1`,
    numbers: `select ${'1.'.repeat(49_000)}`,
    'one name': `select ${'a'.repeat(99_000)}`,
    parentheses: '('.repeat(99_999),
    brackets: `select a${'[1]'.repeat(33_000)}`,
    ranges: `select ${'a.b,'.repeat(2_000)}1 from x a${', (select 1), x a'.repeat(5_000)}`,
    'ranges of one name': `select ${'a.b,'.repeat(10_000)}1 from x1 a${Array.from({ length: 5_000 }, (_, i) => `,x${i} a`).join('')}`,
  }
  for (const [name, sql] of Object.entries(long)) {
    const { user: before } = process.cpuUsage()
    await select(sql)
      .then(usesOf)
      .catch((error) => expect(error, name).toBeInstanceOf(Unparsable))
    expect(process.cpuUsage().user - before, name).toBeLessThan(1_000_000)
  }
})

it('texts that come at the same time do not disturb one another', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `f${i}`)
  const found = await Promise.all(
    names.map(async (name, i) => {
      if (i % 5 === 0) await parseSql(`select 1${'+1'.repeat(40_000)}`).catch(() => {})
      return usesOf(await select(`select ${name}()`)).functions[0]!.name
    }),
  )
  expect(found).toEqual(names)
})
