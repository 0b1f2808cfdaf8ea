import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalogEdge, everything, torture } from './fixtures.ts'
import { type InstalledPostgres, startInstalledPostgres } from './installed-postgres.ts'
import { createOwnedDatabase, rebuild, withSession } from './rebuild.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let server: InstalledPostgres

beforeAll(async () => {
  server = await startInstalledPostgres()
})
afterAll(() => server?.stop())

const sources = { torture, everything, catalog_edge: catalogEdge }

test.for(Object.entries(sources))(
  'pg_dump sees no difference between a source and what its owner made of it, but what was said to be left out: %s',
  async ([name, sql]) => {
    const superuser = server.connectionString('postgres')
    await withSession(superuser, ({ query }) => query(`CREATE DATABASE ${name}`))
    await withSession(server.connectionString(name), ({ query }) => query(sql))
    const target = await createOwnedDatabase(superuser)
    const { unsupported } = await rebuild(server.connectionString(name), target.connectionString)

    const wanted = entriesOf(await server.dump(name))
    expect(wanted.size).toBeGreaterThan(100)
    for (const { kind, name } of unsupported) wanted.delete(`${kind} ${name}`)
    expect([...entriesOf(await server.dump(target.name))]).toEqual([...wanted])
  },
)

/** What a dump says, by kind and name, in its order. */
function entriesOf(dump: string): Map<string, string> {
  const parts = dump.split(/^--\n-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*\n--\n/m)
  const entries = new Map<string, string>()
  for (let part = 1; part < parts.length; part += 4) {
    const [name, kind, schema, text] = parts.slice(part, part + 4)
    const key = `${kind} ${schema === '-' ? name : `${schema}.${name}`}`
    // Newer releases of pg_dump end with a line that is made up anew each time.
    entries.set(
      key,
      `${entries.get(key) ?? ''}${text!.replaceAll(/^(SET default_|\\unrestrict).*\n/gm, '').trim()}`,
    )
  }
  return entries
}
