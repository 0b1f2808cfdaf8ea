import { readFile } from 'node:fs/promises'

/** A question with the rows of its query, as a file of items has it, one JSON object a line. */
export type Item = {
  id: string
  question: string
  columns: { name: string; type: string }[]
  rows: unknown[][]
}

export async function readItems<T extends Item>(file: string): Promise<T[]> {
  return (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

/** Rows as a client sends them: objects, numbers as numbers. */
export function objectsOf({ columns, rows }: Item): Record<string, unknown>[] {
  const isNumber = ({ type }: { type: string }) => /int|double|float|real|numeric|decimal/.test(type)
  const cell = (value: unknown, column: { type: string }) =>
    typeof value === 'string' && isNumber(column) ? Number(value) : value
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, at) => [column.name, cell(row[at], column)])),
  )
}
