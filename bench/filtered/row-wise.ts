import { withClient } from './client.ts'
import type { Selects } from './selects.ts'

const page = 1_000

/**
 * Copies as programs do that are written row by row: a cursor over each table, read in pages of a thousand rows, and each page written by
 * one INSERT of as many, or by one a row, in a transaction. The tables are there without keys, so that none slows it.
 * @param most rows of each table at most
 * @returns how many rows went over
 */
export function copyRowWise(
  source: string,
  target: string,
  selects: Selects,
  { insertsOf, most = Number.POSITIVE_INFINITY }: { insertsOf: number; most?: number },
): Promise<number> {
  return withClient(source, (from) =>
    withClient(target, async (to) => {
      let rows = 0
      await from.query('begin isolation level repeatable read read only')
      for (const [table, select] of Object.entries(selects)) {
        await from.query(`declare reading no scroll cursor for ${select}`)
        for (let ofTable = 0; ofTable < most; ) {
          const read = await from.query({
            text: `fetch ${Math.min(page, most - ofTable)} from reading`,
            rowMode: 'array',
          })
          if (read.rows.length === 0) break
          await to.query('begin')
          for (let first = 0; first < read.rows.length; first += insertsOf)
            await to.query(insertOf(table, read.rows.slice(first, first + insertsOf)))
          await to.query('commit')
          ofTable += read.rows.length
        }
        await from.query('close reading')
        rows += await countOf(table)
      }
      return rows

      async function countOf(table: string): Promise<number> {
        const { rows } = await to.query<{ rows: number }>(`select count(*)::float8 as rows from ${table}`)
        return rows[0]!.rows
      }
    }),
  )
}

function insertOf(table: string, rows: unknown[][]) {
  let number = 0
  const tuples = rows.map((row) => `(${row.map(() => `$${++number}`).join(', ')})`)
  return { text: `insert into ${table} values ${tuples.join(', ')}`, values: rows.flat() }
}
