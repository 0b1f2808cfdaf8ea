import { chmod, readdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { leftOver, processesOf, useProcesses } from './processes.ts'

const processes = useProcesses()
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database?.drop())

async function start(environment: Record<string, string>, args: string[] = []) {
  const DATA_DIR = await processes.newDirectory()
  return { directory: DATA_DIR, quarry: processes.start({ DATA_DIR, ...environment }, args) }
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(server))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

describe('a start that cannot be', () => {
  it.each(['unknown', 'toString', '__proto__'])(
    'is refused for the command %s, naming those there are',
    async (name) => {
      const { quarry } = await start({}, [name])
      expect(await quarry.ended).toBe(2)
      expect(quarry.output()).toMatch(`There is no command ${name}; there are: all, serve, work, migrate`)
    },
  )

  it.each(['serve', 'work', 'migrate'])('is refused for %s without DATABASE_URL', async (name) => {
    const { quarry } = await start({}, [name])
    expect(await quarry.ended).toBe(1)
    expect(quarry.output()).toBe(
      'DATABASE_URL must be set for this command; only npm start brings a PostgreSQL of its own\n',
    )
  })

  it('names each variable that is wrong, and not what it holds', async () => {
    const { quarry } = await start({ PORT: 'http', ENCRYPTION_KEY: 'canary', WORKER_CONCURRENCY: '0' })
    expect(await quarry.ended).toBe(1)
    expect(quarry.output().trimEnd().split('\n')).toEqual([
      'PORT must be a port from 0 to 65535',
      expect.stringContaining('ENCRYPTION_KEY must be 32 random bytes'),
      'WORKER_CONCURRENCY must be a whole number from 1 to 100',
    ])
    expect(quarry.output()).not.toContain('canary')
  })

  it('says that the file with the encryption key was spoiled, and not how', async () => {
    const directory = await processes.newDirectory()
    await writeFile(path.join(directory, 'encryption-key'), 'canary', { mode: 0o600 })
    const quarry = processes.start({ DATA_DIR: directory, DATABASE_URL: database.connectionString })
    expect(await quarry.ended).toBe(1)
    expect(quarry.output()).toMatch(/encryption-key must hold 32 random bytes/)
    expect(quarry.output()).not.toContain('canary')
  })

  it('does not use a secret that other users of the machine can read', async () => {
    const directory = await processes.newDirectory()
    const file = path.join(directory, 'access-token')
    await writeFile(file, 'x'.repeat(40))
    await chmod(file, 0o644)
    const quarry = processes.start({ DATA_DIR: directory, DATABASE_URL: database.connectionString })
    expect(await quarry.ended).toBe(1)
    expect(quarry.output()).toContain(`chmod 600 ${file}`)
  })

  it('says that the database cannot be reached, without its password', async () => {
    const { quarry, directory } = await start({ DATABASE_URL: 'postgresql://u:canary@127.0.0.1:1/none' })
    expect(await quarry.ended).toBe(1)
    expect(quarry.output()).toMatch(/Quarry could not start: .*ECONNREFUSED/)
    expect(quarry.output()).not.toContain('canary')
    expect(await leftOver(directory, 5_000)).toEqual([])
  })
})

describe('with DATABASE_URL set', () => {
  it('a given PORT that is in use ends the start, and leaves nothing behind', async () => {
    const other = await occupy(0)
    const { port } = other.address() as { port: number }
    const DATABASE_URL = database.connectionString
    try {
      const { quarry, directory } = await start({ DATABASE_URL, PORT: `${port}` })
      expect(await quarry.ended).toBe(1)
      expect(quarry.output()).toContain(
        `Quarry could not start: The port ${port} of 127.0.0.1 is in use; set PORT to another one`,
      )
      expect(await leftOver(directory, 5_000)).toEqual([])
    } finally {
      await new Promise((resolve) => other.close(resolve))
    }
  })

  it('the next free port is taken where PORT is not set, and no PostgreSQL of its own is started', async () => {
    const other = await occupy(4000)
    try {
      const { quarry, directory } = await start({ DATABASE_URL: database.connectionString })
      expect(Number(new URL(await quarry.url()).port)).toBeGreaterThan(4000)
      const running = await processesOf(directory)
      expect(running.map(({ command }) => command.replace(/^.*src/, 'src'))).toEqual([
        'src/main.ts',
        'src/main.ts work',
      ])
      expect(await readdir(directory)).not.toContain('postgres')
      quarry.signal('SIGTERM')
      expect(await quarry.ended).toBe(0)
      expect(await leftOver(directory, 5_000)).toEqual([])
    } finally {
      if (other.listening) await new Promise((resolve) => other.close(resolve))
    }
  })
})
