import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { type Gate, openGate } from './gate.ts'
import { createProject, type Project } from './project.ts'
import { typecheck } from './typecheck.ts'
import { forget, runThroughLoss, work } from './watching.ts'

let project: Project
let quarry: TestQuarry
let gate: Gate
let source: TestDatabase
beforeAll(async () => {
  project = await createProject('docs/clients.md')
  source = await createDatabase({
    sql: 'create table book (id int primary key); create table loan (book int references book)',
  })
  quarry = await startQuarry({ worker: false })
  gate = await openGate(quarry.url)
  await project.run('.', 'graphql-codegen', ['--config', 'codegen.ts'])
  await project.run('.', 'node', ['possible-types.ts'])
  await project.run('relay', 'relay-compiler')
  await project.run('relay', 'vite', ['build', '--ssr', 'bookshop.ts', '--logLevel', 'warn'])
}, 120_000)
afterAll(async () => {
  await gate?.close()
  await quarry?.stop()
  await source?.drop()
  await project?.drop()
})

const watch = (file: string) =>
  runThroughLoss({
    file: path.join(project.directory, file),
    quarry,
    gate,
    source: source.connectionString,
  })

describe('each program of the page on clients', () => {
  it('stands below the name of its file', async () => {
    const programs = [...(await readFile('docs/clients.md', 'utf8')).matchAll(/^```(?:ts|js|json|html)$/gm)]
    const files = project.files.filter((name) => !name.endsWith('.env'))
    expect(programs.length).toBe(files.length)
  })

  it('has the types that TypeScript asks for', async () => {
    await typecheck(project)
  }, 120_000)

  it.each(['node.ts', 'urql.ts', 'apollo.ts', 'relay/dist/bookshop.js', 'sse.ts'])(
    'shows every event once, also those of a time without a connection: %s',
    async (file) => {
      const { events, lines, comebacks } = await watch(file)
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
      expect(events.at(0)!.type).toBe('QUEUED')
      expect(events.at(-1)!.type).toBe('COMPLETED')
      expect(events.length).toBeGreaterThan(3)
      expect(comebacks).toBeGreaterThan(0)
      const more = {
        'apollo.ts': 'In the cache: COMPLETED 1',
        'relay/dist/bookshop.js': 'In the list: bookshop',
      }
      if (file in more) expect(lines.at(-1)).toBe(more[file as keyof typeof more])
    },
    60_000,
  )

  it('may bring operations of its own to quarry/client', async () => {
    const env = { QUARRY_URL: quarry.url, SOURCE_URL: source.connectionString }
    const run = (token: string) => project.run('.', 'node', ['own.ts'], { ...env, QUARRY_TOKEN: token })
    expect(await run(quarry.token)).toBe('DatabasePayload\n')
    expect(await run(quarry.token)).toBe('ConflictError\n')
    expect(await run('another')).toMatch(/^UNAUTHENTICATED /)
    await forget(quarry.client)
  })

  it('may send the hash of its document where nothing else runs', async () => {
    const closed = await startQuarry({
      worker: false,
      env: {
        PERSISTED_OPERATIONS: 'only',
        PERSISTED_OPERATIONS_FILE: path.join(project.directory, 'gql/persisted-documents.json'),
      },
    })
    try {
      const env = { QUARRY_URL: closed.url, QUARRY_TOKEN: closed.token, SOURCE_URL: source.connectionString }
      expect(await project.run('.', 'node', ['persisted.ts'], env)).toBe('DatabasePayload\n')
    } finally {
      await closed.stop()
    }
  })
})

describe('the line for curl', () => {
  it('shows the events of a task as they come, until its end', async () => {
    const [, line] = /^```sh\n(curl .*?)^```/ms.exec(await readFile('docs/clients.md', 'utf8'))!
    const databaseId = await register(quarry.client, source.connectionString, 'bookshop')
    const taskId = await startTask(quarry.client, databaseId)
    const env = { QUARRY_URL: quarry.url, QUARRY_TOKEN: quarry.token, TASK_ID: taskId }
    // The shell splits the line and says what curl would be told; fetch then does it, so that the tests need no curl.
    const told = await promisify(execFile)('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], { env })
    const words = told.stdout.split('\0').slice(0, -1)
    const valuesOf = (option: string) => words.filter((_, index) => words[index - 1] === option)
    const asked = fetch(words.find((word) => word.startsWith('http'))!, {
      method: 'POST',
      headers: valuesOf('--header').map((header) => header.split(/: (.*)/, 2) as [string, string]),
      body: valuesOf('--data')[0],
    })
    const [response] = await Promise.all([asked, work(quarry)])
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const text = await response.text()
    expect(text).toMatch(
      /event: next\ndata: {"data":{"taskEvents":{"cursor":"[^"]+","sequence":1,"type":"QUEUED"/,
    )
    expect(text).toContain('"type":"COMPLETED"')
    expect(text).toMatch(/event: complete\ndata:/)
  })
})
