import { afterEach, expect, inject, test } from 'vitest'
import type { Phase, Statement } from '../../../src/filtered/definitions/definition.ts'
import { runPhases, type TargetSession } from '../../../src/filtered/definitions/run.ts'
import { connect, type Session } from './rebuild.ts'

const statement = (
  name: string,
  tables: string[] | null,
  sql = `SELECT pg_sleep(0.05) AS ${name}`,
): Statement => ({
  kind: 'FOREIGN KEY',
  name,
  sql,
  tables,
})

const opened: Session[] = []
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close().catch(() => {})
})

/** Sessions that write down when a statement that takes a while began and ended. */
async function sessions(count: number) {
  const diary: string[] = []
  const all: TargetSession[] = []
  for (let index = 0; index < count; index++) {
    const session = await connect(inject('postgresUrl'))
    opened.push(session)
    all.push({
      async query(sql) {
        const name = / AS (\w+)$/.exec(sql)?.[1]
        if (name) diary.push(`+${name}`)
        await session.query(sql)
        if (name) diary.push(`-${name}`)
      },
    })
  }
  return { diary, all: all as [TargetSession, ...TargetSession[]] }
}

const phase = (statements: Statement[]): Phase[] => [{ name: 'foreign keys', statements }]

test('statements that share a table run in their order, the others at once', async () => {
  const { diary, all } = await sessions(3)
  const names = { ab: ['a', 'b'], ba: ['b', 'a'], bc: ['b', 'c'], d: ['d'], cc: ['c'] }
  await runPhases(all, phase(Object.entries(names).map(([name, tables]) => statement(name, tables))))
  const at = (entry: string) => diary.indexOf(entry)
  expect(diary).toHaveLength(10)
  expect(at('+ba')).toBeGreaterThan(at('-ab'))
  expect(at('+bc')).toBeGreaterThan(at('-ba'))
  expect(at('+cc')).toBeGreaterThan(at('-bc'))
  expect(at('+d')).toBeLessThan(at('-ab'))
})

test('a phase begins when the one before has ended', async () => {
  const { diary, all } = await sessions(2)
  await runPhases(all, [...phase([statement('a', []), statement('b', [])]), ...phase([statement('c', null)])])
  expect(diary.slice(-2)).toEqual(['+c', '-c'])
  expect(diary.slice(0, 2).sort()).toEqual(['+a', '+b'])
})

test('after a failure nothing more begins, and what still runs is waited for', async () => {
  const { diary, all } = await sessions(2)
  const statements = ['b', 'c', 'd'].map((name) => statement(name, []))
  const run = runPhases(all, phase([statement('a', [], 'SELECT 1 / 0'), ...statements]), {
    sourceVersion: 150_004,
  })
  await expect(run).rejects.toMatchObject({
    code: 'DEFINITION_FAILED',
    retryable: false,
    message: 'The new database refuses the foreign key a of the source (PostgreSQL 15): division by zero',
  })
  expect(diary).toEqual(['+b', '-b'])
})

test('a full disk, a deadlock and the end of a session are no refusal', async () => {
  const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${code}'; END $$`
  const causes = {
    '53100': raise('53100'),
    '40P01': raise('40P01'),
    '57P01': 'SELECT pg_terminate_backend(pg_backend_pid())',
  }
  for (const [code, sql] of Object.entries(causes)) {
    const { all } = await sessions(1)
    const run = runPhases(all, phase([statement('a', null, sql)]))
    await expect(run).rejects.toMatchObject({ name: 'error', code })
  }
})

test('once aborted, it begins nothing and gives the reason', async () => {
  const { diary, all } = await sessions(2)
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const run = runPhases(all, phase(['a', 'b', 'c', 'd'].map((name) => statement(name, []))), {
    signal: controller.signal,
    onDone: () => controller.abort(reason),
  })
  await expect(run).rejects.toBe(reason)
  expect(diary).not.toContain('+d')
})
