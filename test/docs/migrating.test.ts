import { readFileSync } from 'node:fs'
import path from 'node:path'
import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'
import { type Ask, createElements, followed, migrated } from './migrated.ts'
import { linesOf } from './program.ts'
import { createProject } from './project.ts'
import { typecheck } from './typecheck.ts'

const page = readFileSync('docs/migrating.md', 'utf8')
const operations = [...page.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, code]) => {
  const { name, operation } = getOperationAST(parse(code!)) as OperationDefinitionNode
  return { name: name!.value, operation, code: code! }
})

const sql = `
create table customers (id int primary key, name text not null);
create table orders (id int primary key, customer_id int not null references customers);
insert into customers select i, 'customer ' || i from generate_series(1, 20) i;
insert into orders select i, i % 7 + 1 from generate_series(1, 40) i;
analyze`

let quarry: TestQuarry
let source: TestDatabase
let bookshop: string
let steps: Record<string, (ask: Ask) => Promise<void>>
beforeAll(async () => {
  source = await createDatabase({ sql })
  quarry = await startQuarry()
  bookshop = await register(quarry.client, source.connectionString, 'bookshop')
  steps = migrated(quarry.client, {
    connectionString: source.connectionString,
    bookshop,
    warehouse: await register(quarry.client, source.connectionString, 'warehouse'),
  })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

describe('the page on migrating', () => {
  it.each(operations)('has a call that does what it says: $name', async ({ name, operation, code }) => {
    const document = parse(code) as never
    await steps[name]!((variables) =>
      operation === 'subscription'
        ? followed(quarry.client.subscribe(document, variables as never))
        : quarry.client.request(document, variables as never),
    )
  })

  it('has a program that shows what happens in the workspace', async () => {
    const project = await createProject('docs/migrating.md')
    try {
      await typecheck(project)
      const env = { QUARRY_URL: quarry.url, QUARRY_TOKEN: quarry.token }
      const lines: string[] = []
      for await (const line of linesOf(path.join(project.directory, 'notifications.ts'), env)) {
        lines.push(line)
        if (/^\d+ tasks$/.test(line)) await createElements(quarry.client, bookshop)
      }
      expect(lines.at(0)).toMatch(/ tasks$/)
      expect(lines.at(1)).toMatch(/ QUEUED 0 % Waiting for a worker$/)
      expect(lines.at(-1)).toMatch(/ COMPLETED 100 % /)
    } finally {
      await project.drop()
    }
  })

  it('names nothing that the schema and the configuration do not have', () => {
    const known = new Set([...wordsOf('schema.graphql'), ...wordsOf('docs/operations.md'), 'null'])
    const cells = [...page.matchAll(/^\| [^|]* \| ([^|]*) \|/gm)].flatMap(([, cell]) => [
      ...cell!.matchAll(/`([^`]+)`/g),
    ])
    const names = cells.flatMap(([, code]) => code!.match(/[A-Za-z_]\w*/g) ?? [])
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter((name) => !known.has(name))).toEqual([])
  })
})

const wordsOf = (file: string) => readFileSync(file, 'utf8').match(/[A-Za-z_]\w*/g) ?? []
