import { InvalidInputError } from '../../platform/errors.ts'
import { mostColumns } from '../result.ts'

/** What is wrong with a message's query. `at`: the character where, from 0. */
export function refusal(message: string, sql = '', at: number | null = null): InvalidInputError {
  const said = at === null || at < 0 || at > sql.length ? message : `${message} (${placeOf(sql, at)})`
  return new InvalidInputError(said, [{ path: ['sql'], message: said }])
}

/** @throws InvalidInputError where a query gives so many columns that no chart is made of them */
export function refuseManyColumns(count: number): void {
  if (count > mostColumns)
    throw refusal(
      `A query for a chart has at most ${mostColumns} columns; this one has ${count.toLocaleString('en')}`,
    )
}

function placeOf(sql: string, at: number): string {
  const lines = sql.slice(0, at).split('\n')
  return `line ${lines.length}, column ${[...lines.at(-1)!].length + 1}`
}

/** Where in a text the byte stands that PostgreSQL's parser names. */
export const characterAt = (sql: string, byte: number | null): number | null =>
  byte === null || byte < 0 ? null : Buffer.from(sql).subarray(0, byte).toString().length

/** Where in a text the server's position is, which counts code points from 1. */
export function characterOf(sql: string, position: unknown): number | null {
  const count = Number(position)
  return Number.isInteger(count) && count > 0 ? [...sql].slice(0, count - 1).join('').length : null
}
