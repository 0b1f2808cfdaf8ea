import { charts as texts } from '../../texts/charts.ts'
import { delimiterOf, type Line, readDelimited } from './delimited.ts'
import { parseJson } from './json.ts'
import { mostWrongs, type ParsedRows } from './rows.ts'

/** As the server has it. */
const mostRows = 100_000

/**
 * Rows from what somebody pasted: JSON (a list of objects, or an object a line), or a table whose first line names its columns,
 * with tabs, commas or semicolons between the cells. Cells stay text: the server knows numbers and times when it sees them.
 * Empty ones that are not in quotes become null. Null where there is nothing but white space.
 */
export function parseRows(text: string): ParsedRows | null {
  const content = text.replace(/^\uFEFF/, '')
  if (content.trim() === '') return null
  const parsed = /^\s*[[{]/.test(content) ? parseJson(content) : parseTable(content)
  if ('wrongs' in parsed) return parsed
  if (parsed.rows.length === 0) return { wrongs: [texts.rows.none] }
  if (parsed.rows.length > mostRows) return { wrongs: [texts.rows.tooMany(parsed.rows.length, mostRows)] }
  return parsed
}

function parseTable(text: string): ParsedRows {
  const lines = readDelimited(text, delimiterOf(text))
  if ('wrong' in lines) return { wrongs: [lines.wrong] }
  const [head, ...body] = lines
  const columns = head!.cells.map(({ text }) => text.trim())
  const wrongs = [...wrongNames(head!, columns), ...wrongLengths(body, columns.length)]
  if (wrongs.length > 0) return { wrongs: wrongs.slice(0, mostWrongs) }
  const rows = body.map(({ cells }) =>
    Object.fromEntries(
      columns.map((name, at) => [
        name,
        cells[at]!.text === '' && !cells[at]!.quoted ? null : cells[at]!.text,
      ]),
    ),
  )
  return { columns, rows }
}

const wrongNames = ({ number }: Line, columns: readonly string[]) =>
  columns.flatMap((name, at) => {
    if (name === '') return [texts.rows.unnamed(number, at + 1)]
    return columns.indexOf(name) < at ? [texts.rows.twice(number, name)] : []
  })

const wrongLengths = (body: readonly Line[], wanted: number) =>
  body
    .filter(({ cells }) => cells.length !== wanted)
    .map(({ number, cells }) => texts.rows.length(number, cells.length, wanted))
