import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { expire } from '../../src/tasks/sweeper.ts'
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

const later = { startAfter: new Date(Date.now() + 3_600_000) }

describe('the retention', () => {
  it('deletes tasks that ended long ago with their events, and never a live or a young one', async () => {
    const make = async (change: string) => {
      const { id } = await engine.start('talk', later)
      await engine.observer.query(
        `update task set created_at = now() - interval '1 year', ${change} where id = $1`,
        [id],
      )
      return id
    }
    const ended = (status: string, days: number) =>
      make(`status = '${status}', completed_at = now() - interval '${days} days'`)
    const old = [await ended('COMPLETED', 91), await ended('FAILED', 200), await ended('CANCELLED', 91)]
    const kept = [
      await ended('COMPLETED', 89),
      await make(`status = 'PENDING'`),
      await make(`status = 'RUNNING', heartbeat_at = now()`),
      await make(`status = 'CANCELLING', heartbeat_at = now()`),
    ]
    expect(await expire(engine.orm, 90)).toBe(old.length)
    const { rows } = await engine.observer.query('select id from task')
    expect(rows.map(({ id }) => id).sort()).toEqual([...kept].sort())
    for (const id of old) expect(await engine.events(id)).toEqual([])
    for (const id of kept) expect(await engine.events(id)).toHaveLength(1)
    await engine.observer.query('delete from task')
  })

  it('goes on until nothing old is left, however much there is', async () => {
    const { id } = await engine.start('talk', later)
    await engine.observer.query(
      `insert into task select (jsonb_populate_record(task, jsonb_build_object('id', gen_random_uuid(),
        'status', 'FAILED', 'completed_at', now() - interval '100 days'))).* from task, generate_series(1, 1200)
      where id = $1`,
      [id],
    )
    expect(await expire(engine.orm, 90)).toBe(1_200)
    expect(await engine.row(id)).toMatchObject({ status: 'PENDING' })
    await engine.cancel(id)
  })
})

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
