import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { readPostmasterFile } from '../../src/platform/embedded/postmaster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded.ts'

export type OwnServer = Awaited<ReturnType<typeof startOwnServer>>

/** A PostgreSQL of the test's own, which it may crash. Settings are the server's: what it acknowledged outlasts it. */
export async function startOwnServer(database: string) {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-faults-'))
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ directory })
  const client = new pg.Client({ connectionString: server.connectionString('postgres') })
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  return {
    url: server.connectionString(database),
    /**
     * SIGQUIT is what `pg_ctl restart -m immediate` sends: no shutdown, and recovery from the log at the start. SIGKILL leaves
     * the backends to themselves.
     */
    async crash(signal: 'SIGQUIT' | 'SIGKILL'): Promise<{ downAt: number; backAt: number }> {
      const { pid } = (await readPostmasterFile(path.join(directory, 'cluster')))!
      process.kill(pid, signal)
      const downAt = Date.now()
      await server.died
      server = await startEmbeddedPostgres({ directory, port: server.port })
      return { downAt, backAt: Date.now() }
    },
    async stop() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
