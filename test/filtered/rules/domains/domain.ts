import { readFileSync } from 'node:fs'

/** A prompt as users write it, the table that it means, and which of its rows, `t` being the table. */
export type Prompt = {
  prompt: string
  rows: { table: string; where: string; key: string }[]
  unclear: string[]
}

export type Domain = { name: string; sql: string; asOf: string; prompts: Prompt[] }

type Line =
  | [prompt: string, table: string | string[], where: string | string[], key?: string]
  /** Not to be planned, with the words of which one at least has to be named. */
  | [prompt: string, table: null, unclear: string[]]

/** Prompts about one database of ours. A key is `id`, the table's own, where it is left out. */
export function domain(name: string, asOf: string, lines: Line[]): Domain {
  const sql = readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8')
  const prompts = lines.map(([prompt, table, where, key]): Prompt => {
    if (table === null) return { prompt, rows: [], unclear: where as string[] }
    const wheres = [where].flat()
    const rows = [table]
      .flat()
      .map((one, index) => ({ table: one, where: wheres[index]!, key: key ?? keyOf(sql, one) }))
    return { prompt, rows, unclear: [] }
  })
  return { name, sql, asOf, prompts }
}

const keyOf = (sql: string, table: string) => new RegExp(`CREATE TABLE ${table} \\(("?\\w+"?)`).exec(sql)![1]!
