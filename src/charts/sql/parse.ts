import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** A node of the tree as PostgreSQL's own parser makes it: its fields by name, in which a node stands under its type's name. */
export type Node = { [field: string]: unknown }

/** A statement of a text. `at` and `length` in bytes; without a length it goes on to the end. */
export type Statement = { stmt: Node; stmt_location?: number; stmt_len?: number }

/** The parser does not understand a text, and says why. `at`: the code point where, from 1; null where it does not say. */
export class Unparsable extends Error {
  readonly at: number | null
  constructor(message: string, at: number | null) {
    super(message)
    this.at = at
  }
}

/** The part of the package's module that its own wrapper uses as well. */
type Parser = {
  lengthBytesUTF8(text: string): number
  stringToUTF8(text: string, at: number, bytes: number): void
  UTF8ToString(at: number): string
  getValue(at: number, type: 'i32'): number
  _malloc(bytes: number): number
  _free(at: number): void
  _wasm_parse_query_raw(at: number): number
  _wasm_free_parse_result(at: number): void
}

// V8 makes over what is used much: of the parser's grammar, one function, that takes half a gigabyte for half a second, and saves
// a query a tenth of a millisecond.
setFlagsFromString('--no-wasm-tier-up --no-wasm-dynamic-tiering')

// The package's wrapper keeps one instance for ever, also one that came to an end in the midst of its work.
const load = createRequire(import.meta.url)('libpg-query/wasm/libpg-query.js') as (
  options: object,
) => Promise<Parser>
const quiet = { print() {}, printErr() {} }
/** In characters: what the parser's memory grew by for more, it would keep. */
const longestKept = 20_000
let parser: Promise<Parser> | null = null

/**
 * PostgreSQL reads a run of these to its end for each token in it, so that a long one takes minutes.
 * Source: src/backend/parser/scan.l, `operator` and `xcstart`.
 */
const operatorCharacters = /[~!@#^&|`?+\-*/%<>=]+/g
const longestRun = 300

/**
 * The statements of a text, as PostgreSQL 18 reads them where standard_conforming_strings is on.
 * @throws Unparsable also for what is nested so deeply that the parser's stack does not suffice
 */
export async function parseSql(sql: string): Promise<Statement[]> {
  for (const [run] of sql.matchAll(operatorCharacters))
    if (run.length > longestRun)
      throw new Unparsable(`The query has more than ${longestRun} operator characters in a row`, null)
  parser ??= load(quiet)
  try {
    const statements = parseWith(await parser, sql)
    if (sql.length > longestKept) parser = null
    return statements
  } catch (error) {
    if (error instanceof Unparsable) throw error
    // Its stack and its memory are in disorder now: the next text gets a new one.
    parser = null
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError)
      throw new Unparsable('The query is nested too deeply', null)
    throw error
  }
}

function parseWith(parser: Parser, sql: string): Statement[] {
  const size = parser.lengthBytesUTF8(sql) + 1
  const text = parser._malloc(size)
  parser.stringToUTF8(sql, text, size)
  const result = parser._wasm_parse_query_raw(text)
  if (result === 0) throw new WebAssembly.RuntimeError('The parser has no memory left')
  const [tree, , error] = [0, 4, 8].map((offset) => parser.getValue(result + offset, 'i32'))
  const json = tree ? parser.UTF8ToString(tree) : ''
  const said = error ? parser.UTF8ToString(parser.getValue(error, 'i32')) : null
  const at = error ? parser.getValue(error + 16, 'i32') : 0
  parser._wasm_free_parse_result(result)
  parser._free(text)
  if (said !== null) throw new Unparsable(said, at > 0 ? at : null)
  return (JSON.parse(json) as { stmts?: Statement[] }).stmts ?? []
}
