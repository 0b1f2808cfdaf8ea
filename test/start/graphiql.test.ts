import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { useProcesses } from './processes.ts'

const processes = useProcesses()
let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

describe('npm start', () => {
  it('names the address of GraphiQL where there is one, and not where it is switched off', async () => {
    for (const introspection of ['on', 'off']) {
      const quarry = processes.start({
        DATABASE_URL: database.connectionString,
        DATA_DIR: await processes.newDirectory(),
        PORT: '0',
        INTROSPECTION: introspection,
      })
      const page = await fetch(`${await quarry.url()}/graphql`, { headers: { accept: 'text/html' } })
      const isThere = introspection === 'on'
      expect(page.status === 200).toBe(isThere)
      expect(quarry.output().includes('GraphiQL')).toBe(isThere)
      quarry.signal('SIGTERM')
      expect(await quarry.ended).toBe(0)
    }
  })
})
