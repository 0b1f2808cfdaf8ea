import type pg from 'pg'

/**
 * What a plan keeps, found the slow way: all rows in memory, every rule word by word, again and again until nothing changes. It
 * shares no code with the engine, and reads the foreign keys by itself.
 */

export type OracleSubject = {
  table: string
  /** v <= max. */
  max: number | null
  /** The first ones by v, then by id and part. */
  limit: number | null
  descending: boolean
}
export type OraclePlan = { subjects: OracleSubject[]; rest: boolean; excluded: string[] }

export type Row = Record<string, string | number | null>
export type ForeignKey = {
  name: string
  child: string
  parent: string
  columns: string[]
  targets: string[]
  full: boolean
  validated: boolean
}
export type Answer = {
  keys: ForeignKey[]
  tables: Map<string, { all: Row[]; kept: Set<Row>; referenced: number; leftOut: number }>
}

const foreignKeys = `
SELECT k.conname AS name, c.relname AS child, p.relname AS parent, k.confmatchtype = 'f' AS full, k.convalidated AS validated,
       (SELECT array_agg(a.attname::text ORDER BY u.i) FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY u.i) FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n) AS targets
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
 WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = $1::regnamespace`

export async function readRows(client: pg.Client, schema: string, table: string): Promise<Row[]> {
  const { rows } = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${schema}.${table} t`)
  return rows.map(({ row }) => row)
}

export async function consultOracle(
  client: pg.Client,
  schema: string,
  names: string[],
  plan: OraclePlan,
): Promise<Answer> {
  const keys = (await client.query<ForeignKey>(foreignKeys, [schema])).rows
  const all = new Map<string, Row[]>()
  for (const name of names) all.set(name, await readRows(client, schema, name))
  return { keys, ...apply(plan, keys, all) }
}

export const isTied = (key: ForeignKey, row: Row) => key.columns.every((column) => row[column] !== null)
export const leadsTo = (key: ForeignKey, row: Row, target: Row) =>
  isTied(key, row) && key.columns.every((column, i) => row[column] === target[key.targets[i]!])

function apply(plan: OraclePlan, keys: ForeignKey[], all: Map<string, Row[]>) {
  const live = keys.filter(
    ({ child, parent }) => !plan.excluded.includes(child) && !plan.excluded.includes(parent),
  )
  const names = [...all.keys()].filter((name) => !plan.excluded.includes(name))

  /** From a to b in any number of steps, none included. */
  const reaches = new Set(names.map((name) => `${name} ${name}`))
  for (;;) {
    const before = reaches.size
    for (const { child, parent } of live)
      for (const name of names) if (reaches.has(`${name} ${child}`)) reaches.add(`${name} ${parent}`)
    if (reaches.size === before) break
  }
  const grouped = (a: string, b: string) => reaches.has(`${a} ${b}`) && reaches.has(`${b} ${a}`)
  const restricted = (name: string) => plan.subjects.some(({ table }) => reaches.has(`${name} ${table}`))
  const parentOf = (key: ForeignKey, row: Row) =>
    all.get(key.parent)!.find((target) => leadsTo(key, row, target))

  const meets = new Set<Row>()
  for (const { table, max, limit, descending } of plan.subjects) {
    const rows = all.get(table)!.filter(({ v }) => max === null || (v !== null && Number(v) <= max))
    const rank = (row: Row) =>
      row.v === null ? Number.POSITIVE_INFINITY : Number(row.v) * (descending ? -1 : 1)
    const sorted = rows.toSorted(
      (a, b) =>
        (rank(a) === rank(b) ? 0 : rank(a) - rank(b)) ||
        Number(a.id) - Number(b.id) ||
        Number(a.part) - Number(b.part),
    )
    for (const row of limit === null ? sorted : sorted.slice(0, limit)) meets.add(row)
  }

  const kept = new Set<Row>()
  const isSubject = (name: string) => plan.subjects.some(({ table }) => table === name)
  const outward = (name: string) =>
    live.filter(({ child, parent }) => child === name && restricted(parent) && !grouped(child, parent))
  const leadsToKept = (key: ForeignKey, row: Row) => {
    const target = parentOf(key, row)
    return target !== undefined && kept.has(target)
  }
  const isWhole = (name: string, row: Row) =>
    outward(name).every((key) => !isTied(key, row) || leadsToKept(key, row))
  function isKept(name: string, row: Row): boolean {
    if (!restricted(name)) return plan.rest
    if (!isWhole(name, row)) return false
    if (isSubject(name)) return meets.has(row)
    if (plan.rest) return true
    if (outward(name).some((key) => isTied(key, row))) return true
    return live.some((key) => key.child === name && grouped(name, key.parent) && leadsToKept(key, row))
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const name of names)
      for (const row of all.get(name)!)
        if (!kept.has(row) && isKept(name, row)) {
          kept.add(row)
          changed = true
        }
  }
  const leftOut = (name: string) =>
    all.get(name)!.filter((row) => {
      if (!names.includes(name) || !restricted(name) || isWhole(name, row)) return false
      return isSubject(name) ? meets.has(row) : outward(name).some((key) => leadsToKept(key, row))
    }).length
  const leftOuts = new Map(names.map((name) => [name, leftOut(name)]))

  const chosen = new Set(kept)
  for (let changed = true; changed; ) {
    changed = false
    for (const key of live)
      for (const row of all.get(key.child)!) {
        const target = kept.has(row) ? parentOf(key, row) : undefined
        if (target && !kept.has(target)) {
          kept.add(target)
          changed = true
        }
      }
  }
  const tables: Answer['tables'] = new Map()
  for (const [name, rows] of all) {
    const own = rows.filter((row) => kept.has(row))
    const referenced = own.filter((row) => !chosen.has(row)).length
    tables.set(name, { all: rows, kept: new Set(own), referenced, leftOut: leftOuts.get(name) ?? 0 })
  }
  return { tables }
}
