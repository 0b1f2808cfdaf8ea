import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's connection string to the database `postgres` of the tests' server. */
    postgresUrl: string
  }
}

/** One server for the whole run, whose data need not survive a crash of the machine. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-test-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    const server = await startEmbeddedPostgres({
      directory,
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    })
    project.provide('postgresUrl', server.connectionString('postgres'))
    return async () => {
      await server.stop()
      await remove()
    }
  } catch (error) {
    await remove()
    throw error
  }
}
