import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Consumer, dependencies, installConsumer } from './consumer.ts'
import { upTo, useWatched } from './watched.ts'

const run = promisify(execFile)
const watched = useWatched()
let consumer: Consumer
beforeAll(async () => {
  consumer = await installConsumer(['graphql', '@types/node', 'undici-types'])
  await write('package.json', JSON.stringify({ type: 'module', private: true }))
})
afterAll(() => consumer?.remove())

const inside = (name: string) => path.join(consumer.directory, name)
const write = (name: string, text: string) => writeFile(inside(name), text)

const program = `
import { createQuarryClient, type ResultOf, type Schema, type TaskEvent, TaskListQuery } from 'quarry/client'

const { QUARRY_URL: url, QUARRY_TOKEN: token, TASK: task } = process.env as Record<string, string>
const quarry = createQuarryClient({ url: url!, token: () => token! })
const filter: Schema.TaskFilter = { kinds: ['ELEMENT_CREATION'] }
const { tasks }: ResultOf<typeof TaskListQuery> = await quarry.request(TaskListQuery, { filter })
const status: 'CANCELLED' | undefined | string = tasks.nodes[0]?.status
const events: TaskEvent[] = []
for await (const event of quarry.watchTask(task!)) events.push(event)
console.log(JSON.stringify({ status, sequences: events.map(({ sequence }) => sequence) }))
await quarry.close()

export async function wrong() {
  // @ts-expect-error: there is no such kind
  await quarry.request(TaskListQuery, { filter: { kinds: ['LAUNDRY'] } })
  // @ts-expect-error: nor such a field
  ;(await quarry.request(TaskListQuery, {})).tasks.colour
}
`

describe('quarry/client, as it is packed', () => {
  it('holds JavaScript, its types, its list of documents and the schema, and imports nothing but its dependencies', async () => {
    const files = (await readdir(inside('node_modules/quarry'), { recursive: true, withFileTypes: true }))
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name))
    const names = files.map((file) => path.relative(inside('node_modules/quarry'), file))
    expect(names.filter((name) => !/^dist\/client\/.*\.(js|d\.ts)$/.test(name)).toSorted()).toEqual(
      [
        ...(names.includes('LICENSE') ? ['LICENSE'] : []),
        'README.md',
        'dist/client/persisted-documents.json',
        'package.json',
        'schema.graphql',
      ].toSorted(),
    )
    const imported = new Set<string>()
    for (const file of files.filter((file) => file.endsWith('.js')))
      for (const [, name] of (await readFile(file, 'utf8')).matchAll(
        /(?:from|import\()\s*['"]([^'".][^'"]*)['"]/g,
      ))
        imported.add(name!)
    expect([...imported].filter((name) => !dependencies.includes(name.replace(/\/client$/, '')))).toEqual([])
  })

  it('runs in Node', async () => {
    const taskId = await watched.newTask()
    await watched.addEvents(taskId, 3)
    await watched.settle(taskId)
    await write('program.ts', program)
    const { stdout } = await run(process.execPath, ['program.ts'], {
      cwd: consumer.directory,
      env: {
        PATH: process.env.PATH,
        QUARRY_URL: watched.serving.url,
        QUARRY_TOKEN: watched.serving.token,
        TASK: taskId,
      },
    })
    expect(JSON.parse(stdout)).toEqual({ status: 'CANCELLED', sequences: upTo(5) })
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])(
    'has types that hold under the strictest settings: module %s, resolution %s',
    async (module, moduleResolution) => {
      await write('program.ts', program)
      await write(
        'tsconfig.json',
        JSON.stringify({
          compilerOptions: {
            module,
            moduleResolution,
            target: 'es2022',
            lib: ['es2022', ...(moduleResolution === 'bundler' ? ['dom'] : [])],
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            skipLibCheck: moduleResolution === 'bundler',
            noEmit: true,
          },
          files: ['program.ts'],
        }),
      )
      const tsc = path.resolve(import.meta.dirname, '../../node_modules/.bin/tsc')
      const checked = run(tsc, ['-p', '.', '--pretty', 'false'], { cwd: consumer.directory })
      expect(await checked.then(({ stdout }) => stdout).catch(({ stdout }) => stdout)).toBe('')
    },
  )

  it('adds less than 10 kB to a page, with the operations that are used alone', async () => {
    await write(
      'page.js',
      `import { createQuarryClient, TaskListQuery } from 'quarry/client'; console.log(createQuarryClient, TaskListQuery)`,
    )
    const built = await build({
      root: consumer.directory,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, minify: true, lib: { entry: 'page.js', formats: ['es'] } },
    })
    const [{ output }] = built as [Rolldown.RolldownOutput]
    const { code } = output[0]
    expect(code).toContain('query TaskList')
    expect(code).not.toContain('mutation ')
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(10_000)
  })
})
