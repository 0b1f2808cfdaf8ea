import { charts as texts } from '../../texts/charts.ts'
import { lineOfWrong } from './json-place.ts'
import { mostWrongs, type ParsedRows } from './rows.ts'

/** A list of objects, or an object a line. */
export function parseJson(text: string): ParsedRows {
  const whole = readJson(text)
  if ('wrong' in whole) {
    const lines = text.split(/\r?\n/)
    // Of several lines that each begin an object, each is one for itself.
    if (!isObjectsByLine(lines)) return { wrongs: [whole.wrong] }
    return objects(
      lines.flatMap((line, at) =>
        line.trim() === '' ? [] : [{ ...readJson(line, at + 1), place: texts.rows.line(at + 1) }],
      ),
    )
  }
  const { value } = whole
  const list = Array.isArray(value) ? value : [value]
  return objects(list.map((value, at) => ({ value, place: texts.rows.item(at + 1) })))
}

const isObjectsByLine = (lines: readonly string[]) => {
  const filled = lines.filter((line) => line.trim() !== '')
  return filled.length > 1 && filled.every((line) => /^\s*\{.*\}\s*$/.test(line))
}

type Read = { value: unknown } | { wrong: string }

function objects(list: readonly (Read & { place: string })[]): ParsedRows {
  const rows: Record<string, unknown>[] = []
  const wrongs: string[] = []
  for (const one of list) {
    if ('wrong' in one) wrongs.push(one.wrong)
    else if (isObject(one.value)) rows.push(one.value)
    else wrongs.push(texts.rows.noObject(one.place))
    if (wrongs.length === mostWrongs) break
  }
  if (wrongs.length > 0) return { wrongs }
  return { rows, columns: [...new Set(rows.flatMap((row) => Object.keys(row)))] }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `line`: the number of the line, where the text is one of several. */
function readJson(text: string, line?: number): Read {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { wrong: texts.rows.noJson(line ?? lineOfWrong(text), plain((error as Error).message)) }
  }
}

/** What an engine says, without the place and the text, which it may say as well. */
const plain = (message: string) =>
  message
    .replace(/^JSON\.parse: /, '')
    .replace(/, (?:\.\.\.)?".*is not valid JSON$/s, '')
    .replace(/ (?:in JSON )?at (?:position \d+|line \d+ column \d+).*$/s, '')
