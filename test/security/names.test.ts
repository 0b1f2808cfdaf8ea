import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CatalogTableQuery,
  CatalogTablesQuery,
  DatabasesQuery,
  DiagramQuery,
  ElementCreationTaskQuery,
  FilterPlanQuery,
  RegisterDatabaseMutation,
} from '../../src/client/operations.ts'
import { asSuperuser, createRole, withParts } from '../databases/sources.ts'
import { databaseOf, settled, start } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { asName, hostileName, hostileNames, hostileText } from './hostile-names.ts'

let quarry: TestQuarry
beforeAll(async () => {
  quarry = await startQuarry()
})
afterAll(() => quarry?.stop())

const id = pg.escapeIdentifier
const literal = pg.escapeLiteral

/** The driver decodes only some of what an address holds as %XX. */
async function rowsOf<Row extends pg.QueryResultRow>(connectionString: string, text: string): Promise<Row[]> {
  const url = new URL(connectionString)
  const [database, user, password] = [url.pathname.slice(1), url.username, url.password].map(
    decodeURIComponent,
  )
  const client = new pg.Client({ host: url.hostname, port: Number(url.port), database, user, password })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** What begins so is the server's own, of schemas and roles. */
const isFree = (name: string) => !name.startsWith('pg_')

const hostileSource = fc.record({
  database: hostileName,
  role: hostileName.filter(isFree),
  schemas: hostileNames(2).filter((names) => names.every(isFree)),
  tables: hostileNames(2),
  columns: hostileNames(4),
  constraints: hostileNames(3),
  type: hostileName,
  labels: hostileNames(2),
  values: fc.uniqueArray(hostileText, { minLength: 3, maxLength: 3 }),
  comment: hostileText,
})
type HostileSource = typeof hostileSource extends fc.Arbitrary<infer Value> ? Value : never

/** A parent of three rows whose names of everything are hostile, and two children of each. */
function definitions({
  schemas,
  tables,
  columns,
  constraints,
  type,
  labels,
  values,
  comment,
}: HostileSource) {
  const [parent, child] = [0, 1].map((n) => `${id(schemas[n]!)}.${id(tables[n]!)}`)
  const [key, text, mood, parentKey] = columns.map((name) => id(name))
  const mine = `${id(schemas[0]!)}.${id(type)}`
  return `${schemas.map((name) => `create schema ${id(name)};`).join('')}
    create table public.kept (id int primary key); insert into public.kept values (1);
    create type ${mine} as enum (${labels.map(literal).join(', ')});
    create table ${parent} (${key} int, ${text} text, ${mood} ${mine}, constraint ${id(constraints[0]!)} primary key (${key}));
    create table ${child} (${key} int, ${parentKey} int, constraint ${id(constraints[1]!)} primary key (${key}),
      constraint ${id(constraints[2]!)} foreign key (${parentKey}) references ${parent} (${key}));
    comment on table ${parent} is ${literal(comment)}; comment on column ${parent}.${text} is ${literal(comment)};
    ${values.map((value, n) => `insert into ${parent} values (${n + 1}, ${literal(value)}, ${literal(labels[n % 2]!)});`).join('')}
    insert into ${child} select n, (n + 1) / 2 from generate_series(1, 6) n`
}

/** All names and rows that there are, as text. */
async function dump(connectionString: string): Promise<string[]> {
  const tables = await rowsOf<{ schema: string; name: string }>(
    connectionString,
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
  )
  const rows = []
  for (const { schema, name } of tables) {
    const found = await rowsOf<{ row: string }>(
      connectionString,
      `select t::text as row from ${id(schema)}.${id(name)} t order by 1`,
    )
    rows.push(...found.map(({ row }) => `${schema}\0${name}\0${row}`))
  }
  return rows
}

const relations = (connectionString: string) =>
  rowsOf(
    connectionString,
    `select n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^pg_' and c.relname !~ '^task_event_' order by 1, 2, 3`,
  )

/** The syntax, as strictly as a diagram needs it: an entity, its attributes, its end, a relationship. */
const lines = {
  entity: /^ {2}t\d+\["((?:[^"#%\\~<>&`\s]|#\d+;| )*)"\] \{$/u,
  // The syntax reads letters beyond the first plane as two.
  attribute:
    /^ {4}([A-Za-z_\u00c0-\uffff][\w()[\]\u00c0-\uffff-]*) ([A-Za-z_\u00c0-\uffff][\w()[\]\u00c0-\uffff-]*)( (?:PK|FK)(?:, FK)?)?( "(?:[^"#%\\~<>&`\s]|#\d+;| )*")?$/,
  end: /^ {2}\}$/,
  relationship: /^ {2}t\d+ (\|o|\|\|)--(o\||o\{) t\d+ : "((?:[^"#%\\~<>&`\s]|#\d+;| )*)"$/u,
}
const decoded = (label: string) => label.replace(/#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
const spaced = (name: string) => name.replace(/[\s\b]+/g, ' ')

function readDiagram(text: string) {
  const [first, ...rest] = text.split('\n')
  expect(first).toBe('erDiagram')
  expect(rest.pop()).toBe('')
  for (const line of rest)
    expect([line, Object.values(lines).some((one) => one.test(line))]).toEqual([line, true])
  return {
    entities: rest.flatMap((line) => lines.entity.exec(line)?.[1] ?? []).map(decoded),
    relationships: rest.flatMap((line) => lines.relationship.exec(line)?.[3] ?? []).map(decoded),
  }
}

async function withSource(hostile: HostileSource, work: (source: TestDatabase) => Promise<void>) {
  const suffix = randomBytes(4).toString('hex')
  const name = `${asName(hostile.database, 54)}_${suffix}`
  const role = await createRole('', `${asName(hostile.role, 54)}_${suffix}`)
  await asSuperuser(`create database ${id(name)} template template0 encoding 'UTF8'`)
  const admin = withParts(quarry.surroundings.databaseUrl, { database: name })
  try {
    await rowsOf(admin, definitions(hostile))
    for (const schema of ['public', ...hostile.schemas])
      await rowsOf(
        admin,
        `grant usage on schema ${id(schema)} to ${id(role.user)}; grant select on all tables in schema ${id(schema)} to ${id(role.user)}`,
      )
    const connectionString = withParts(admin, { user: role.user, password: role.password })
    await work({ name, connectionString, drop: async () => {} })
  } finally {
    await asSuperuser(`drop database ${id(name)} with (force)`)
    await role.drop()
  }
}

async function elements(databaseId: string) {
  const { client } = quarry
  const task = await startTask(client, databaseId)
  for await (const _ of client.watchTask(task));
  return (await client.request(ElementCreationTaskQuery, { id: task })).task
}

const hasControls = (text: string) => /\p{Cc}/u.test(text)

async function goThrough(hostile: HostileSource, source: TestDatabase) {
  const { client, surroundings } = quarry
  const { schemas, tables, columns, constraints, labels, values, comment } = hostile
  const admin = withParts(surroundings.databaseUrl, { database: source.name })
  const before = { rows: await dump(admin), names: await relations(admin) }
  const own = await relations(surroundings.databaseUrl)

  // Registered, under a name as hostile as a name may be.
  const name = hasControls(source.name) ? source.name.replace(/\p{Cc}/gu, '') : source.name
  const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
    input: { name, connectionString: source.connectionString },
  })
  // A line break ends a string of libpq's as well: such names are refused in words, and no task comes of them.
  if (/[\r\n]/.test(source.name + hostile.role)) {
    expect(registerDatabase).toMatchObject({ message: expect.stringContaining('control character') })
    return false
  }
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  const { id: databaseId } = registerDatabase.database
  const found = await client.request(DatabasesQuery, { search: name.trim() })
  expect(found.databases.nodes.map((one) => one.name)).toContain(name.trim())

  // Read into the catalog, whole and as it is.
  expect(await elements(databaseId)).toMatchObject({ status: 'COMPLETED', error: null })
  const catalog = (await client.request(CatalogTablesQuery, { id: databaseId, first: 50 })).database!.tables
    .nodes
  const parent = catalog.find((table) => table.schema === schemas[0] && table.name === tables[0])!
  const child = catalog.find((table) => table.schema === schemas[1] && table.name === tables[1])!
  expect(parent.columns.map((column) => column.name)).toEqual(columns.slice(0, 3))
  expect(parent.columns[2]!.enumValues).toEqual(labels)
  expect([parent.comment, parent.columns[1]!.comment]).toEqual([comment, comment])
  expect(child.columns.map((column) => column.name)).toEqual([columns[0], columns[3]])
  expect(child.constraints.map((one) => one.name)).toContain(constraints[1])
  expect(child.references.map((one) => [one.name, one.targetTable.schema, one.targetTable.name])).toEqual([
    [constraints[2], schemas[0], tables[0]],
  ])

  // Found by their names, in filters and behind cursors.
  for (const [n, table] of [parent, child].entries()) {
    const searched = await client.request(CatalogTablesQuery, {
      id: databaseId,
      first: 50,
      search: tables[n]!,
      schema: schemas[n]!,
    })
    expect(searched.database!.tables.nodes.map((one) => one.id)).toContain(table.id)
    const one = await client.request(CatalogTableQuery, {
      id: databaseId,
      schema: schemas[n]!,
      name: tables[n]!,
    })
    expect(one.database!.table?.id).toBe(table.id)
  }
  const paged: string[] = []
  for (let after: string | undefined; ; ) {
    const { tables } = (
      await client.request(CatalogTablesQuery, { id: databaseId, first: 1, ...(after && { after }) })
    ).database!
    paged.push(...tables.nodes.map((table) => table.id))
    if (!tables.pageInfo.hasNextPage) break
    after = tables.pageInfo.endCursor!
  }
  expect(paged.toSorted()).toEqual(catalog.map((table) => table.id).toSorted())

  // Drawn, with all of it in labels.
  const { database } = await client.request(DiagramQuery, { id: databaseId })
  const { entities, relationships } = readDiagram(database!.diagram)
  expect(entities.toSorted()).toEqual(
    catalog.map((table) => spaced(`${table.schema}.${table.name}`)).toSorted(),
  )
  expect(relationships).toEqual([spaced(constraints[2]!)])

  // Planned by what clients write, and by what the rules make of a prompt.
  const plan = {
    subjects: [
      {
        table: { schema: schemas[0]!, name: tables[0]! },
        where: { compare: { column: columns[1]!, operator: 'EQ' as const, values: [values[1]] } },
      },
    ],
  }
  const planned = (await client.request(FilterPlanQuery, { input: { source: { databaseId }, plan } }))
    .filterPlan
  if (planned.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(planned))
  expect(await rowsOf(admin, planned.plan.subjects[0]!.sql)).toHaveLength(1)
  for (const prompt of [tables[0]!, `"${tables[0]}" where ${columns[1]} is "${values[0]}"`, values[2]!]) {
    const { filterPlan } = await client.request(FilterPlanQuery, {
      input: { source: { databaseId }, prompt },
    })
    expect(['FilterPlanPayload', 'UnclearPromptError', 'InvalidInputError']).toContain(filterPlan.__typename)
  }

  // Copied, with every reference and every value.
  const taskId = await start(client, { source: { databaseId }, plan })
  expect(await settled(client, taskId)).toMatchObject({ status: 'COMPLETED', error: null })
  const copy = await databaseOf(client, taskId)
  const copied = await dump(copy.connectionString)
  const rowsIn = (table: number) =>
    copied.filter((row) => row.startsWith(`${schemas[table]}\0${tables[table]}\0`))
  expect(rowsIn(0)).toEqual(before.rows.filter((row) => row.startsWith(`${schemas[0]}\0${tables[0]}\0(2,`)))
  expect(rowsIn(1)).toHaveLength(2)
  expect(await rowsOf(copy.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])

  expect({ rows: await dump(admin), names: await relations(admin) }).toEqual(before)
  expect(await relations(surroundings.databaseUrl)).toEqual(own)
  return true
}

describe('hostile names of databases, roles, schemas, tables, columns, constraints, types, labels and values', () => {
  it('are never executed and never lost, on any way from the source to a copy', async () => {
    let passed = 0
    await fc.assert(
      fc.asyncProperty(hostileSource, async (hostile) => {
        await withSource(hostile, async (source) => {
          if (await goThrough(hostile, source)) passed++
        })
      }),
      { numRuns: 12, endOnFailure: true },
    )
    expect(passed).toBeGreaterThanOrEqual(3)

    // Log files stand where they belong, one line a message.
    const directory = path.join(quarry.directory, 'logs')
    const entries = (await readdir(quarry.directory, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    )
    const files = entries.filter(({ parentPath }) => path.dirname(parentPath) === directory)
    expect(files.length).toBeGreaterThanOrEqual(passed * 2)
    expect(entries.filter(({ parentPath }) => path.dirname(parentPath) !== directory)).toEqual([])
    for (const { parentPath, name } of files) {
      expect(name).toMatch(/^[\p{L}\p{N}_-][\p{L}\p{N}._-]*-[0-9a-f-]{36}\.log$/u)
      for (const line of (await readFile(path.join(parentPath, name), 'utf8')).split('\n')) {
        expect(line).toMatch(/^(\d{4}-\d{2}-\d{2}T\S+ \w+ +| {2}|$)/)
        expect(line).not.toMatch(/(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      }
    }
  }, 170_000)
})

describe('names that every object has', () => {
  it('are names like others, of tables and of columns, and words like others in prompts', async () => {
    const names = Object.getOwnPropertyNames(Object.prototype)
    expect(names).toContain('__proto__')
    const source = await createDatabase({
      sql: names
        .map(
          (name) =>
            `create table ${id(name)} (id int primary key, ${id(name)} text); insert into ${id(name)} values (1, ${literal(name)})`,
        )
        .join(';'),
    })
    const { client } = quarry
    try {
      const databaseId = await register(client, source.connectionString, 'constructor')
      expect(await elements(databaseId)).toMatchObject({ status: 'COMPLETED' })
      const { database } = await client.request(DiagramQuery, { id: databaseId })
      expect(readDiagram(database!.diagram).entities).toHaveLength(names.length)
      for (const name of names) {
        const where = { compare: { column: name, operator: 'EQ' as const, values: [name] } }
        const plan = { subjects: [{ table: { name }, where }] }
        const planned = (await client.request(FilterPlanQuery, { input: { source: { databaseId }, plan } }))
          .filterPlan
        if (planned.__typename !== 'FilterPlanPayload') throw new Error(JSON.stringify(planned))
        expect(await rowsOf(source.connectionString, planned.plan.subjects[0]!.sql)).toHaveLength(1)
        for (const prompt of [name, `${name}s with ${name} ${name}`, `"${name}" of the last 3 ${name}`]) {
          const { filterPlan } = await client.request(FilterPlanQuery, {
            input: { source: { databaseId }, prompt },
          })
          expect(['FilterPlanPayload', 'UnclearPromptError', 'InvalidInputError']).toContain(
            filterPlan.__typename,
          )
        }
      }
    } finally {
      await source.drop()
    }
  })
})

describe('a name of 64 bytes', () => {
  it('is never taken for the one of 63 that PostgreSQL would cut it to', async () => {
    const [table, column] = ['t'.repeat(63), 'c'.repeat(63)]
    const source = await createDatabase({
      sql: `create table ${table} (${column} int primary key); insert into ${table} values (1)`,
    })
    const { client } = quarry
    try {
      const databaseId = await register(client, source.connectionString, 'long names')
      expect(await elements(databaseId)).toMatchObject({ status: 'COMPLETED' })
      const planned = async (name: string, of: string) => {
        const where = { compare: { column: of, operator: 'EQ' as const, values: [1] } }
        const plan = { subjects: [{ table: { name }, where }] }
        const input = { source: { databaseId }, plan }
        return (await client.request(FilterPlanQuery, { input })).filterPlan.__typename
      }
      expect(await planned(table, column)).toBe('FilterPlanPayload')
      expect(await planned(`${table}t`, column)).not.toBe('FilterPlanPayload')
      expect(await planned(table, `${column}c`)).not.toBe('FilterPlanPayload')
      const { database } = await client.request(CatalogTableQuery, { id: databaseId, name: `${table}t` })
      expect(database!.table).toBeNull()
    } finally {
      await source.drop()
    }
  })
})

describe('NUL', () => {
  it('is refused in words, or found nowhere, and is no fault of ours', async () => {
    const source = await createDatabase({ sql: 'create table a (id int primary key, name text)' })
    const { client } = quarry
    try {
      const databaseId = await register(client, source.connectionString, 'nul')
      await elements(databaseId)
      const outcomes = await Promise.all(
        [
          client.request(DatabasesQuery, { search: 'a\0b' }),
          client.request(CatalogTablesQuery, { id: databaseId, first: 5, search: 'a\0' }),
          client.request(CatalogTablesQuery, { id: databaseId, first: 5, schema: 'pub\0lic' }),
          client.request(CatalogTableQuery, { id: databaseId, name: 'a\0' }),
          client.request(DiagramQuery, { id: databaseId, tables: ['a\0'] }),
          client.request(FilterPlanQuery, { input: { source: { databaseId }, prompt: 'a\0' } }),
          ...[{ name: 'a\0' }, { name: 'a', schema: 'public\0' }].map((table) =>
            client.request(FilterPlanQuery, {
              input: { source: { databaseId }, plan: { subjects: [{ table }] } },
            }),
          ),
          client.request(FilterPlanQuery, {
            input: {
              source: { databaseId },
              plan: {
                subjects: [
                  {
                    table: { name: 'a' },
                    where: { compare: { column: 'name', operator: 'EQ', values: ['x\0'] } },
                  },
                ],
              },
            },
          }),
        ].map((request, n) =>
          request.then(
            () => null,
            (error) =>
              /INTERNAL/.test(JSON.stringify(error.errors ?? String(error)))
                ? `request ${n}: ${error}`
                : null,
          ),
        ),
      )
      expect(outcomes.filter(Boolean)).toEqual([])
    } finally {
      await source.drop()
    }
  })
})
