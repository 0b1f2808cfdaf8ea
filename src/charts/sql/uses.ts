import { locationOf, type Named, type Uses } from './named.ts'
import { note } from './notes.ts'
import type { Node } from './parse.ts'
import { type Ranges, relationsOf } from './ranges.ts'
import { Unwanted } from './unwanted.ts'

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
