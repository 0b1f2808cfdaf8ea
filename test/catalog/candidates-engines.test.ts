import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runInFile } from '../databases/sqlite-files.ts'
import { createMariaDatabase, createMariaLogin, mariaDbIsInstalled, withLogin } from '../mariadb.ts'
import { useCatalogs } from './catalogs.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'quarry-candidates-'))
afterAll(() => rm(directory, { recursive: true, force: true }))
const catalogs = useCatalogs({ SQLITE_DIR: directory })

/** The values of the second column are of no book. */
const sql = `
  create table books (id integer primary key, title varchar(40));
  create table loans (id integer primary key, book_id integer, next_book_id integer);
  insert into books values (1, 'a'), (2, 'b'), (3, 'c');
  insert into loans values (1, 1, 70), (2, 2, 71), (3, 2, null);`

async function candidatesOf(connectionString: string, schema: string) {
  const id = await catalogs.register(`loans in ${schema}`, connectionString)
  await catalogs.createElements(id, { include: ['CANDIDATE_KEYS'] })
  const references = async () => (await catalogs.table(id, schema, 'loans')).references
  const byNames = (await references()).map(({ name }) => name)
  await catalogs.createElements(id, { include: ['CANDIDATE_KEYS'], sampleValues: true })
  return { byNames, byValues: (await references()).map(({ name, reason }) => [name, reason]) }
}

const expected = {
  byNames: ['loans(book_id)', 'loans(next_book_id)'],
  byValues: [['loans(book_id)', expect.stringContaining('2 of 2 sampled values are in books.id')]],
}

describe('sampled values confirm and refute candidates', () => {
  it('in a file of SQLite', async () => {
    runInFile(path.join(directory, 'loans.db'), sql)
    expect(await candidatesOf('sqlite:loans.db', 'main')).toEqual(expected)
  })

  it.skipIf(!mariaDbIsInstalled)('in MariaDB', async () => {
    const database = await createMariaDatabase({ sql })
    const login = await createMariaLogin([`SELECT ON \`${database.name}\`.*`])
    try {
      expect(await candidatesOf(withLogin(database.connectionString, login), database.name)).toEqual(expected)
    } finally {
      await login.drop()
      await database.drop()
    }
  })
})
