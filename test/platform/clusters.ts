import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../../src/platform/embedded.ts'

const settings = { fsync: 'off', shared_buffers: '16MB' }

/** Servers of a test file's own; all are stopped after each test, and their directories removed after the last. */
export function useClusters() {
  let root: string
  let directories = 0
  const newDirectory = () => path.join(root, `directory-${++directories}`)
  const cleanUps: (() => unknown)[] = []

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'quarry-embedded-'))
    const server = await startEmbeddedPostgres({ directory: path.join(root, 'initialised'), settings })
    await server.stop()
  })
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  return {
    /** In a directory of mode 0700. */
    newDirectory,

    /** A directory with a cluster that was stopped, which spares the test the making of one. */
    async copyOfCluster(): Promise<string> {
      const directory = newDirectory()
      // Unlike Node's own copy, this keeps the files' owners.
      await promisify(execFile)('cp', ['-a', path.join(root, 'initialised'), directory])
      return directory
    },

    async start(options: EmbeddedPostgresOptions) {
      const server = await startEmbeddedPostgres({ settings, ...options })
      cleanUps.push(server.stop)
      return server
    },

    /**
     * Another process, leader of its own group, that starts the server, runs `then` (JavaScript that may use `server`) and
     * says the server's connection string.
     */
    startOwner(directory: string, then = '') {
      const module = new URL('../../src/platform/embedded.ts', import.meta.url).href
      const code = `
        import { startEmbeddedPostgres } from ${JSON.stringify(module)}
        const options = { directory: ${JSON.stringify(directory)}, settings: ${JSON.stringify(settings)} }
        const server = await startEmbeddedPostgres(options)
        ${then}
        console.log(server.connectionString('postgres'))`
      const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
        cwd: new URL('../..', import.meta.url),
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      cleanUps.push(() => owner.kill('SIGKILL'))
      const lines = createInterface({ input: owner.stdout })[Symbol.asyncIterator]()
      return { owner, nextLine: async (): Promise<string | undefined> => (await lines.next()).value }
    },
  }
}

/** The values of all rows, one after the other. */
export async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  // A lost connection fails the query as well.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows.flat()
  } finally {
    await client.end()
  }
}
