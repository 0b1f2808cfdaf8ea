import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, type Handlers } from './kinds.ts'

let engine: Engine
const handlers: Handlers = {
  async talk(run) {
    run.log('INFO', 'The first line')
    run.log('WARN', 'The second\nof two lines')
    await commitEffect(run)
  },
}

beforeAll(async () => {
  engine = await startEngine()
  await engine.work(handlers)
})
afterAll(() => engine.stop())

describe("a task's log file", () => {
  const logs = () => path.join(engine.directory, 'logs')
  const filesBelow = async (directory: string) =>
    (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
  const linesOf = async (file: string, ending: string) => {
    let text = ''
    await waitUntil(async () => {
      text = await readFile(file, 'utf8').catch(() => '')
      return text.endsWith(ending)
    }, 3_000)
    return text
  }

  it('has its lines with time and level, in the folder of its kind', async () => {
    const { id } = await engine.start('talk', { input: { does: 'talk', label: 'Größe.1' } })
    await engine.until(id, 'COMPLETED')
    const text = await linesOf(path.join(logs(), 'test-work', `Größe.1-${id}.log`), 'Done\n')
    expect(text.replaceAll(/^\S+Z /gm, '')).toBe(
      'INFO  Attempt 1 of 3 starts\nINFO  The first line\nWARN  The second\n  of two lines\nINFO  Done\n',
    )
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO/)
  })

  it.each([
    '../../../escape',
    '/etc/passwd',
    '..',
    '.hidden',
    '',
    'a\0b',
    'con\n\r\u2028',
    'ü/\\:*?"<>|',
    '名'.repeat(300),
    '😀'.repeat(200),
  ])('stays within its folder, whatever the database is called: %j', async (label) => {
    const { id } = await engine.start('talk', { input: { does: 'talk', label } })
    await engine.until(id, 'COMPLETED')
    const found = async () => (await filesBelow(engine.directory)).filter((file) => file.includes(id))
    expect(await waitUntil(async () => (await found()).length > 0, 3_000)).toBe(true)
    const [file, ...others] = await found()
    expect(others).toEqual([])
    expect(path.dirname(file!)).toBe(path.join('logs', 'test-work'))
    expect(path.basename(file!)).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*-[0-9a-f-]{36}\.log$/u)
    expect(await linesOf(path.join(engine.directory, file!), 'Done\n')).toContain('The first line')
  })

  it('costs only itself where the directory cannot be written', async () => {
    const other = await startEngine()
    try {
      const blocked = path.join(other.directory, 'blocked')
      await writeFile(blocked, 'a file where a directory should be')
      await other.work(handlers, { logDirectory: blocked })
      const { id } = await other.start('talk')
      await other.until(id, 'COMPLETED')
      expect((await other.events(id)).filter(({ type }) => type === 'LOG')).toHaveLength(2)
      const complaints = other.logged.filter(({ msg }) =>
        /log file of a task cannot be written/.test(String(msg)),
      )
      expect(complaints).toHaveLength(1)
      expect(complaints[0]).toMatchObject({ taskId: id })
    } finally {
      await other.stop()
    }
  })
})
