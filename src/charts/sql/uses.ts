import type { Node } from './parse.ts'

/** Something that a query names. `at`: the byte where. */
export type Named = { schema: string | null; name: string; at: number | null }

/** All that a query names and that could run code, or be read: what each is, the source's catalog has to say. */
export type Uses = {
  /** `args`: how many are given; null where that is not known. `isSyntax`: no function of this name is needed. */
  functions: (Named & { args: number | null; isSyntax: boolean })[]
  operators: Named[]
  types: Named[]
  relations: Named[]
  /**
   * What stands behind a dot: a column, or a function of what stands before it. `of`: the relations of which one is before it,
   * null where it may be something else.
   */
  attributes: (Named & { of: Named[] | null })[]
}

/** What no chart's query may have. */
export class Unwanted extends Error {
  readonly at: number | null
  constructor(message: string, at: number | null) {
    super(message)
    this.at = at
  }
}

const known = new Set(
  `A_ArrayExpr A_Const A_Expr A_Indices A_Indirection A_Star Alias BitString Boolean BooleanTest BoolExpr CaseExpr CaseWhen
  CoalesceExpr CollateClause ColumnDef ColumnRef CommonTableExpr CTECycleClause CTESearchClause Float FuncCall GroupingFunc
  GroupingSet Integer JoinExpr JsonAggConstructor JsonArgument JsonArrayAgg JsonArrayConstructor JsonArrayQueryConstructor
  JsonBehavior JsonFormat JsonFuncExpr JsonIsPredicate JsonKeyValue JsonObjectAgg JsonObjectConstructor JsonOutput JsonParseExpr
  JsonReturning JsonScalarExpr JsonSerializeExpr JsonTable JsonTableColumn JsonTablePathSpec JsonValueExpr List MinMaxExpr
  NamedArgExpr NullTest RangeFunction RangeSubselect RangeTableFunc RangeTableFuncCol RangeTableSample RangeVar ResTarget RowExpr
  SelectStmt SetToDefault SortBy SQLValueFunction String SubLink TypeCast TypeName WindowDef WithClause XmlExpr XmlSerialize`.split(
    /\s+/,
  ),
)

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

/**
 * What a SELECT names, from its tree.
 * @throws Unwanted for what is no plain SELECT, at any depth
 */
export function usesOf(select: Node): Uses {
  const uses: Uses = { functions: [], operators: [], types: [], relations: [], attributes: [] }
  const ranges: Ranges = { byName: new Map(), expressions: new Set() }
  // Not a function that calls itself: a query may be nested more deeply than the stack is.
  const open: { type: string; node: Node }[] = [{ type: 'SelectStmt', node: select }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { type, node } = next
    if (!known.has(type)) throw unwanted(type, node)
    if (type === 'SelectStmt') refuseParts(node)
    note(uses, ranges, type, node)
    for (const [field, value] of Object.entries(node)) enter(open, field, value)
  }
  const relations = new Map<string, Named[] | null>()
  for (const attribute of uses.attributes) {
    const name = attribute.of?.[0]?.name
    if (name === undefined) continue
    if (!relations.has(name)) relations.set(name, relationsOf(ranges, name))
    attribute.of = relations.get(name)!
  }
  return uses
}

function enter(open: { type: string; node: Node }[], field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const each of value) enter(open, field, each)
    return
  }
  const entries = Object.entries(value)
  const [[type, node] = ['', null]] = entries
  if (entries.length === 1 && /^[A-Z]/.test(type) && typeof node === 'object' && node !== null)
    open.push({ type, node: node as Node })
  else open.push({ type: plainTypes.get(field) ?? 'List', node: value as Node })
}

/** Fields whose type the tree does not say, as they can have one type alone. The others have nothing that would be noted. */
const plainTypes = new Map([
  ['larg', 'SelectStmt'],
  ['rarg', 'SelectStmt'],
  ['typeName', 'TypeName'],
  ['over', 'WindowDef'],
  ['withClause', 'WithClause'],
])

function refuseParts({ intoClause, lockingClause }: Node): void {
  if (intoClause)
    throw new Unwanted(
      'SELECT INTO makes a table: a query for a chart only reads',
      locationOf((intoClause as Node).rel as Node),
    )
  if (Array.isArray(lockingClause) && lockingClause.length > 0)
    throw new Unwanted('FOR UPDATE and FOR SHARE lock rows: a query for a chart only reads', null)
}

function unwanted(type: string, node: Node): Unwanted {
  const at = locationOf(node) ?? locationOf((node.relation ?? {}) as Node)
  if (type === 'ParamRef')
    return new Unwanted('A query for a chart has no parameters such as $1: write the values into it', at)
  const statement = /^(Insert|Update|Delete|Merge)Stmt$/.exec(type)
  if (statement)
    return new Unwanted(`${statement[1]!.toUpperCase()} changes data: a query for a chart only reads`, at)
  return new Unwanted(`A query for a chart cannot have this (${type})`, at)
}

const locationOf = (node: Node | undefined): number | null =>
  typeof node?.location === 'number' && node.location >= 0 ? node.location : null

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

function note(uses: Uses, ranges: Ranges, type: string, node: Node): void {
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

/** What stands under each name in FROM, and under none of its own; null for what is no relation, or may be another one. */
type Ranges = { byName: Map<string | null, (Named | null)[]>; expressions: Set<string> }

function noteRange({ byName }: Ranges, relation: Named | null, alias: unknown): void {
  const { aliasname, colnames } = (alias ?? {}) as { aliasname?: string; colnames?: unknown }
  const name = aliasname ?? relation?.name ?? null
  const all = byName.get(name) ?? []
  all.push(colnames ? null : relation)
  byName.set(name, all)
}

/** More relations of one name in FROM than these are taken for anything. */
const mostNamesakes = 20

function relationsOf({ byName, expressions }: Ranges, name: string): Named[] | null {
  const all = byName.get(name)
  if (!all || byName.has(null)) return null
  const relations = new Map<string, Named>()
  for (const one of all) {
    if (one === null || (one.schema === null && expressions.has(one.name))) return null
    relations.set(JSON.stringify([one.schema, one.name]), one)
    if (relations.size > mostNamesakes) return null
  }
  return [...relations.values()]
}

function named(parts: unknown, at: number | null): Named[] {
  const texts = (parts as Node[]).map((part) => textOf(part) ?? '')
  // The database's name may stand before the schema's.
  return [{ schema: texts.at(-2) ?? null, name: texts.at(-1)!, at }]
}

const textOf = (part: Node): string | null => {
  const text = part.String as { sval?: string } | undefined
  return text ? (text.sval ?? '') : null
}

/** Servers with an encoding of one byte a character fold letters beyond ASCII as well. */
const variants = (all: Named[]): Named[] =>
  all.flatMap((one) => {
    const folded = one.name.toLowerCase()
    return folded === one.name || !/[^\0-\x7f]/.test(one.name) ? [one] : [one, { ...one, name: folded }]
  })
