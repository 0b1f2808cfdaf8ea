import fc from 'fast-check'
import type { OraclePlan } from './oracle.ts'

/** Small databases of random shape, with rows that fit; and plans for them. */

const tableShape = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  composite: fc.boolean(),
  code: fc.constantFrom('none', 'not null', 'nullable'),
  /** Without a primary key, where nothing refers to it. */
  keyless: fc.boolean(),
  partitioned: fc.boolean(),
})
const referenceShape = fc.record({
  child: fc.nat(9),
  parent: fc.nat(9),
  toCode: fc.boolean(),
  nullable: fc.boolean(),
  full: fc.boolean(),
  wide: fc.boolean(),
  reversed: fc.boolean(),
  /** One of its columns is that of an earlier reference. */
  shared: fc.boolean(),
  /** NOT VALID, with rows that refer to nothing. */
  dangling: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
})
const subjectShape = fc.record({
  table: fc.nat(9),
  max: fc.option(fc.integer({ min: 0, max: 9 })),
  limit: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 3 }),
  descending: fc.boolean(),
})

export const randomCase = fc.record({
  tables: fc.array(tableShape, { minLength: 1, maxLength: 5 }),
  references: fc.array(referenceShape, { maxLength: 9 }),
  subjects: fc.array(subjectShape, { minLength: 1, maxLength: 3 }),
  rest: fc.boolean(),
  excluded: fc.option(fc.nat(9)),
  seed: fc.nat(),
})
export type RandomCase = typeof randomCase extends fc.Arbitrary<infer T> ? T : never

/** Deterministic, so that a case is the same whenever it is shrunk or repeated (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}

export type Built = {
  names: string[]
  /** Tables and rows of the source; keys; foreign keys. `tables` alone makes the target. */
  tables: string[]
  keys: string[]
  inserts: string[]
  foreignKeys: string[]
  plan: OraclePlan
}

export function build(shape: RandomCase, schema: string): Built {
  const roll = dice(shape.seed)
  const names = shape.tables.map((_, index) => `t${index}`)
  const references = shape.references.map((reference) => {
    const child = reference.child % names.length
    const parent = reference.parent % names.length
    const toCode = reference.toCode && shape.tables[parent]!.code !== 'none'
    return { ...reference, child, parent, toCode }
  })
  const tables = shape.tables.map((table, index) => {
    const into = references.filter(({ parent }) => parent === index)
    return {
      ...table,
      keyless: table.keyless && into.every(({ toCode }) => toCode),
      partitioned: table.partitioned && table.code === 'none',
    }
  })
  const columns: string[][] = tables.map(({ code }) => [
    'id int NOT NULL',
    'part int NOT NULL',
    `code text${code === 'not null' ? ' NOT NULL' : ''}`,
    'v int',
  ])
  const rows = tables.map(({ rows, composite, code }) =>
    Array.from(
      { length: rows },
      (_, index): Record<string, string | number | null> => ({
        id: composite ? Math.floor(index / 3) + 1 : index + 1,
        part: composite ? (index % 3) + 1 : 0,
        code: code === 'nullable' && roll(3) === 0 ? null : `c${index}`,
        v: roll(8) === 0 ? null : roll(10),
      }),
    ),
  )
  const foreignKeys: string[] = []
  const ownColumns: string[][] = tables.map(() => [])

  for (const [number, reference] of references.entries()) {
    const { child, parent, toCode, wide } = reference
    const dangling = reference.dangling && !tables[child]!.partitioned && !tables[parent]!.partitioned
    const targets = toCode ? ['code'] : tables[parent]!.composite ? ['id', 'part'] : ['id']
    if (reference.reversed) targets.reverse()
    const type = toCode ? 'text' : wide ? 'bigint' : 'int'
    const earlier = ownColumns[child]!.filter((name) => name.endsWith('_id'))
    const share = reference.shared && targets.length === 2 && earlier.length > 0
    const nullable = reference.nullable || share || (toCode && tables[parent]!.code === 'nullable')
    const full = reference.full && targets.length === 2 && !share
    const names = targets.map((target) => (share && target === 'id' ? earlier[0]! : `r${number}_${target}`))
    for (const name of names) {
      if (ownColumns[child]!.includes(name)) continue
      columns[child]!.push(`${name} ${type}${nullable ? '' : ' NOT NULL'}`)
      ownColumns[child]!.push(name)
    }
    for (const row of rows[child]!) {
      const fits = rows[parent]!.filter((target) =>
        targets.every(
          (column, i) =>
            target[column] !== null && [undefined, null, target[column]].includes(row[names[i]!]),
        ),
      )
      const target = fits.length > 0 ? fits[roll(fits.length)]! : null
      const empty = target === null || (nullable && roll(4) === 0)
      const isFresh = (name: string) => row[name] === undefined
      for (const [i, name] of names.entries()) {
        if (!isFresh(name)) continue
        // MATCH SIMPLE lets one part stand alone.
        const alone = empty && !full && !share && targets.length === 2 && i === 0 && roll(2) === 0
        row[name] = empty ? (alone ? 77 : null) : target[targets[i]!]!
      }
      if (dangling && !empty && !share && roll(3) === 0)
        for (const name of names) row[name] = toCode ? 'none' : 99
    }
    foreignKeys.push(
      `ALTER TABLE ${schema}.t${child} ADD CONSTRAINT fk${number} FOREIGN KEY (${names.join(', ')}) REFERENCES ${schema}.t${parent} (${targets.join(', ')})${full ? ' MATCH FULL' : ''}${dangling ? ' NOT VALID' : ''}`,
    )
  }
  return {
    names,
    tables: names.flatMap((name, index) => [
      `CREATE TABLE ${schema}.${name} (${columns[index]!.join(', ')})${tables[index]!.partitioned ? ' PARTITION BY HASH (id)' : ''}`,
      ...(tables[index]!.partitioned
        ? [0, 1].map(
            (part) =>
              `CREATE TABLE ${schema}.${name}_${part} PARTITION OF ${schema}.${name} FOR VALUES WITH (MODULUS 2, REMAINDER ${part})`,
          )
        : []),
    ]),
    keys: names.flatMap((name, index) => {
      const { composite, keyless, code } = tables[index]!
      const primary = keyless ? [] : [`ADD PRIMARY KEY (${composite ? 'id, part' : 'id'})`]
      const unique = code === 'none' ? [] : ['ADD UNIQUE (code)']
      return [...primary, ...unique].map((add) => `ALTER TABLE ${schema}.${name} ${add}`)
    }),
    inserts: names.flatMap((name, index) =>
      rows[index]!.map((row) => {
        const values = Object.values(row).map((value) =>
          value === null ? 'NULL' : typeof value === 'number' ? `${value}` : `'${value}'`,
        )
        return `INSERT INTO ${schema}.${name} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`
      }),
    ),
    foreignKeys,
    plan: {
      subjects: [
        ...new Map(shape.subjects.map((subject) => [subject.table % names.length, subject])).entries(),
      ].map(([index, { max, limit, descending }]) => ({
        table: `t${index}`,
        max,
        limit: tables[index]!.keyless ? null : limit,
        descending,
      })),
      rest: shape.rest,
      // A column that is emptied for one reference would loosen the other as well.
      excluded:
        shape.excluded === null ||
        references.some(({ shared }) => shared) ||
        shape.subjects.some(({ table }) => table % names.length === shape.excluded! % names.length)
          ? []
          : [`t${shape.excluded % names.length}`],
    },
  }
}
