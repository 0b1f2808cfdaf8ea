import { createRequire } from 'node:module'

/** A statement as PostgreSQL's own parser reads it: a node's name with its fields. */
export type Statement = { stmt: Record<string, unknown> }

type Wasm = {
  lengthBytesUTF8(text: string): number
  stringToUTF8(text: string, at: number, bytes: number): void
  UTF8ToString(at: number): string
  getValue(at: number, type: 'i32'): number
  _malloc(bytes: number): number
  _free(at: number): void
  _wasm_parse_query_raw(at: number): number
  _wasm_free_parse_result(at: number): void
}

// The package keeps one instance for ever, also one that is damaged.
const instantiate = createRequire(import.meta.url)('libpg-query/wasm/libpg-query.js') as () => Promise<Wasm>
let instance: Promise<Wasm> | null = null

/** What is wrong with a text, and where: `at` counts characters from 0. */
export class SyntaxError_ extends Error {
  readonly at: number | null
  constructor(message: string, at: number | null) {
    super(message)
    this.at = at
  }
}

export async function parseSql(sql: string): Promise<Statement[]> {
  instance ??= instantiate()
  const wasm = await instance
  try {
    return parse(wasm, sql)
  } catch (error) {
    if (error instanceof SyntaxError_) throw error
    // An end in the midst of the work leaves the parser's stack and memory in disorder.
    instance = null
    throw new SyntaxError_('The query is nested too deeply', null)
  }
}

function parse(wasm: Wasm, sql: string): Statement[] {
  const size = wasm.lengthBytesUTF8(sql) + 1
  const text = wasm._malloc(size)
  wasm.stringToUTF8(sql, text, size)
  const result = wasm._wasm_parse_query_raw(text)
  const [tree, , error] = [0, 4, 8].map((offset) => wasm.getValue(result + offset, 'i32'))
  const said = error
    ? { message: wasm.UTF8ToString(wasm.getValue(error, 'i32')), position: wasm.getValue(error + 16, 'i32') }
    : null
  const json = said || !tree ? '' : wasm.UTF8ToString(tree)
  wasm._wasm_free_parse_result(result)
  wasm._free(text)
  if (said) throw new SyntaxError_(said.message, said.position > 0 ? said.position - 1 : null)
  return (JSON.parse(json) as { stmts?: Statement[] }).stmts ?? []
}
