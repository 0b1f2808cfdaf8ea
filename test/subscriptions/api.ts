import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { entities } from '../../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { decodeId } from '../../src/graphql/nodes.ts'
import { dbOf, type EntityManager, openOrm } from '../../src/platform/orm.ts'
import { lastSequences } from '../../src/tasks/store.sql.ts'
import { createDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import type { Held } from './probe.ts'

export type ApiProcess = {
  url: string
  token: string
  client: QuarryClient
  /** Of a pool of the tests' own. */
  em: EntityManager
  /** A new task, which no worker takes up. */
  startTask(): Promise<string>
  /** The sequence of the task's newest event. */
  lastSequence(taskId: string): Promise<number>
  held(): Promise<Held>
  /** How many the API has to its database at the moment. */
  databaseConnections(): Promise<number>
  /** A figure of its /metrics, over all labels. */
  metric(name: string): Promise<number>
  stop(): Promise<void>
}

const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const probeFile = new URL('./probe.ts', import.meta.url).href

/** The API in a process of its own, as it runs in production, on a database of its own and without a worker. */
export async function startApiProcess(): Promise<ApiProcess> {
  const [database, source] = await Promise.all([createDatabase(), createDatabase()])
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-test-'))
  const token = randomBytes(24).toString('base64url')
  const env = {
    ...process.env,
    DATABASE_URL: database.connectionString,
    DATA_DIR: directory,
    ACCESS_TOKEN: token,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    // Those who watch are one user here, however many they are.
    MAX_SOCKETS_PER_USER: '10000',
  }
  const run = (command: string, execArgv: string[] = []) =>
    fork(mainFile, [command], { env, execArgv, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })

  const [code] = await once(run('migrate'), 'exit')
  if (code !== 0) throw new Error(`quarry migrate ended with code ${code}`)
  const api = run('serve', ['--expose-gc', '--import', probeFile])
  const ended = once(api, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: api.stdout! }).on('line', (line) => {
      if (line.includes('The API is ready')) resolve(JSON.parse(line).url)
    })
    ended.then(([code]) => reject(new Error(`quarry serve ended with code ${code}`)))
  })

  const client = createQuarryClient({ url, token })
  const orm = await openOrm({
    url: database.connectionString,
    entities,
    applicationName: 'quarry test',
    poolSize: 4,
  })
  const observer = new pg.Pool({ connectionString: database.connectionString, max: 1 })
  let names = 0
  return {
    url,
    token,
    client,
    em: orm.em,
    startTask: async () =>
      startTask(client, await register(client, source.connectionString, `source ${++names}`)),
    async lastSequence(taskId) {
      const [task] = await lastSequences(dbOf(orm.em.fork()), [decodeId(taskId)!.id])
      return task!.lastSequence
    },
    async held() {
      const answer = once(api, 'message')
      api.send('probe')
      return (await answer)[0]
    },
    async databaseConnections() {
      const { rows } = await observer.query(
        `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name = 'quarry api'`,
      )
      return rows[0].count
    },
    async metric(name) {
      const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
      const lines = (await response.text())
        .split('\n')
        .filter((line) => new RegExp(`^${name}[ {]`).test(line))
      if (lines.length === 0) throw new Error(`There is no metric ${name}`)
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
    },
    async stop() {
      await client.close()
      api.kill('SIGTERM')
      await ended
      await orm.close()
      await observer.end()
      await Promise.all([database.drop(), source.drop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
