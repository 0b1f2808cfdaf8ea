import type { Uses } from './named.ts'
import { locationOf, type Named, named, textOf, variants } from './named.ts'
import type { Node } from './parse.ts'
import { noteRange, type Ranges } from './ranges.ts'

/** In releases that do not know the words of SQL/JSON, each of them calls a function of that name. */
const sqlJson = new Map([
  ['JsonFuncExpr', ['json_exists', 'json_query', 'json_value']],
  ['JsonTable', ['json_table']],
  ['JsonParseExpr', ['json']],
  ['JsonScalarExpr', ['json_scalar']],
  ['JsonSerializeExpr', ['json_serialize']],
  ['JsonObjectConstructor', ['json_object']],
  ['JsonArrayConstructor', ['json_array']],
  ['JsonArrayQueryConstructor', ['json_array']],
  ['JsonObjectAgg', ['json_objectagg']],
  ['JsonArrayAgg', ['json_arrayagg']],
])

/** The same of words that call a function of PostgreSQL's own in this release. */
const olderWords = new Set(['json_object', 'normalize'])

type Note = (uses: Uses, node: Node, at: number | null, ranges: Ranges) => void

const noteOperators = (uses: Uses, at: number | null, ...names: string[]) => {
  for (const name of names) uses.operators.push({ schema: null, name, at })
}

/** What a node names, and what it calls without naming it, by its type. */
const notes: Record<string, Note> = {
  FuncCall: noteCall,
  TypeName: (uses, { names }, at) => uses.types.push(...named(names, at)),
  A_Expr(uses, { kind, name }, at) {
    if (String(kind).includes('BETWEEN')) noteOperators(uses, at, '>=', '<=')
    else uses.operators.push(...named(name, at))
  },
  SubLink(uses, { operName }, at) {
    if (operName) uses.operators.push(...named(operName, at))
    else noteOperators(uses, at, '=')
  },
  CaseExpr(uses, { arg }, at) {
    if (arg) noteOperators(uses, at, '=')
  },
  SortBy(uses, { useOp }, at) {
    if (useOp) uses.operators.push(...named(useOp, at))
  },
  ColumnRef(uses, { fields }, at) {
    const [before, after] = (fields as Node[]).map(textOf).slice(-2)
    if (before != null && after != null) noteAttribute(uses, after, at, [{ schema: null, name: before, at }])
  },
  A_Indirection(uses, { indirection, arg }) {
    const at = locationOf(Object.values(arg as Node)[0] as Node)
    for (const part of indirection as Node[]) {
      const name = textOf(part)
      if (name !== null) noteAttribute(uses, name, at, null)
    }
  },
  CommonTableExpr: (_, { ctename }, __, { expressions }) => expressions.add(String(ctename)),
  JoinExpr(uses, { usingClause, isNatural, alias, join_using_alias }, at, ranges) {
    if (usingClause || isNatural) noteOperators(uses, at, '=')
    for (const name of [alias, join_using_alias]) if (name) noteRange(ranges, null, name)
  },
  RangeVar(uses, { schemaname, relname, alias }, at, ranges) {
    const relation = { schema: (schemaname as string) ?? null, name: String(relname), at }
    uses.relations.push(relation)
    noteRange(ranges, relation, alias)
  },
  RangeSubselect: (_, { alias }, __, ranges) => noteRange(ranges, null, alias),
  RangeFunction: (_, { alias }, __, ranges) => noteRange(ranges, null, alias),
  RangeTableFunc: (_, { alias }, __, ranges) => noteRange(ranges, null, alias),
  JsonTable(uses, { alias }, at, ranges) {
    noteSqlJson(uses, 'JsonTable', at)
    noteRange(ranges, null, alias)
  },
}

/** Adds what one node of a query's tree names. */
export function note(uses: Uses, ranges: Ranges, type: string, node: Node): void {
  const at = locationOf(node)
  if (Object.hasOwn(notes, type)) notes[type]!(uses, node, at, ranges)
  else noteSqlJson(uses, type, at)
}

function noteSqlJson(uses: Uses, type: string, at: number | null): void {
  for (const name of sqlJson.get(type) ?? [])
    uses.functions.push({ schema: null, name, at, args: null, isSyntax: true })
}

function noteCall(uses: Uses, node: Node, at: number | null): void {
  const list = (value: unknown) => (Array.isArray(value) ? value.length : 0)
  const args = list(node.args) + (node.agg_within_group ? list(node.agg_order) : 0)
  for (const one of variants(named(node.funcname, at))) {
    // With VARIADIC before the last one, nobody knows how many there are. Words of SQL call other functions in other releases.
    const isSyntax = node.funcformat === 'COERCE_SQL_SYNTAX'
    uses.functions.push({ ...one, args: node.func_variadic ? null : args, isSyntax })
    if (one.schema === 'pg_catalog' && olderWords.has(one.name))
      uses.functions.push({ ...one, schema: null, args: null, isSyntax: true })
    // A type's name works as a cast; a column's as the column of its row.
    if (args === 1) uses.types.push(one)
  }
}

function noteAttribute(uses: Uses, name: string, at: number | null, of: Named[] | null): void {
  for (const one of variants([{ schema: null, name, at }])) uses.attributes.push({ ...one, of })
}
