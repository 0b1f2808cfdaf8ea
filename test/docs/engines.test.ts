import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CatalogTablesQuery, StartElementCreationMutation, TaskQuery } from '../../src/client/operations.ts'
import { parseConnectionString } from '../../src/databases/connection-string.ts'
import { makeDirectory, runInFile } from '../databases/sqlite-files.ts'
import { createMariaDatabase, mariaDbIsInstalled } from '../mariadb.ts'
import { createDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'

const page = readFileSync('docs/engines.md', 'utf8')
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code!)
const rowOf = (name: string) => page.split('\n').find((line) => line.startsWith(`| ${name} |`))!

const tables = `
  create table books (id integer primary key, title varchar(40));
  create table loans (id integer primary key, book_id integer, foreign key (book_id) references books (id) on delete cascade);`

let quarry: TestQuarry
let files: Awaited<ReturnType<typeof makeDirectory>>
beforeAll(async () => {
  files = await makeDirectory()
  quarry = await startQuarry({ env: { SQLITE_DIR: files.directory } })
})
afterAll(async () => {
  await quarry?.stop()
  await files?.remove()
})

/** Registers with the page's mutation and reads the elements. */
async function read(connectionString: string) {
  const [document] = blocks('graphql')
  const answer: unknown = await quarry.client.request(
    document!.replace('warehouse', connectionString.slice(0, 100)) as never,
    { connectionString } as never,
  )
  const { registerDatabase } = answer as { registerDatabase: { database: { id: string; engine: string } } }
  const { id, engine } = registerDatabase.database
  const { startElementCreation } = await quarry.client.request(StartElementCreationMutation, {
    input: { databaseIds: [id] },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(JSON.stringify(startElementCreation))
  const [task] = startElementCreation.tasks
  for await (const _ of quarry.client.watchTask(task!.id));
  const done = (await quarry.client.request(TaskQuery, { id: task!.id })).task
  if (done?.__typename !== 'ElementCreationTask') throw new Error(JSON.stringify(done))
  expect(done.result!.failedTables).toEqual([])
  const { database } = await quarry.client.request(CatalogTablesQuery, { id, search: 'loans' })
  return { engine, references: database!.tables.nodes.flatMap(({ references }) => references) }
}

describe('the examples of the page on engines', () => {
  it('are connection strings of each engine', () => {
    const cells = rowOf('connection string').split('|').slice(2, -1)
    const engines = cells.map((cell) => parseConnectionString(/`([^`]+)`/.exec(cell)![1]!).engine)
    expect(engines).toEqual(['POSTGRESQL', 'MARIADB', 'MYSQL', 'SQLITE'])
  })

  it('register PostgreSQL and SQLite', async () => {
    const source = await createDatabase({ sql: tables })
    expect(await read(source.connectionString)).toMatchObject({
      engine: 'POSTGRESQL',
      references: [{ onDelete: 'CASCADE' }],
    })
    await source.drop()
    runInFile(path.join(files.directory, 'shop.db'), tables)
    expect(await read('sqlite:shop.db')).toMatchObject({
      engine: 'SQLITE',
      references: [{ onDelete: 'CASCADE' }],
    })
  })

  it.skipIf(!mariaDbIsInstalled)('make a login of MariaDB that reads all of a catalog', async () => {
    const database = await createMariaDatabase({ sql: tables })
    const [grants] = blocks('sql')
    const user = `quarry_${database.name}`
    await database.run(
      grants!
        .replaceAll('quarry', `'${user}'`)
        .replaceAll('shop', database.name)
        .replace("'…'", "'of the docs'"),
    )
    const url = new URL(database.connectionString)
    url.username = user
    url.password = 'of the docs'
    expect(await read(url.href)).toMatchObject({ engine: 'MARIADB', references: [{ onDelete: 'CASCADE' }] })
    await database.run(`DROP USER '${user}'`)
    await database.drop()
  })

  it('are all that there are', () => {
    expect(page.match(/^```/gm)).toHaveLength(2 * 2)
  })
})
