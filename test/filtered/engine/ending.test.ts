import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { checkPlan } from '../../../src/filtered/check.ts'
import { type CopiedSubset, copySubset } from '../../../src/filtered/copy/copy-subset.ts'
import { openSnapshot } from '../../../src/filtered/copy/snapshot.ts'
import { readStructure } from '../../../src/filtered/postgresql/structure.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { failureOf } from '../../../src/tasks/failure.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { createOwnedDatabase, type EmptyDatabase } from '../definitions/rebuild.ts'
import {
  compare,
  openClient,
  openSource,
  type PlanInput,
  planOf,
  type Reported,
  reported,
} from './subsets.ts'

const tables = `
CREATE TABLE place (id int, name text);
CREATE TABLE person (id int, boss int, place_id int, name text);
CREATE TABLE visit (id int, person_id int, note text);`
const rows = `
INSERT INTO place SELECT i, 'place ' || i FROM generate_series(1, 60000) i;
INSERT INTO person SELECT i, greatest(1, i / 2), i, 'person ' || i FROM generate_series(1, 60000) i;
INSERT INTO visit SELECT i, i % 60000 + 1, repeat('x', 300) FROM generate_series(1, 120000) i;
ALTER TABLE place ADD PRIMARY KEY (id); ALTER TABLE person ADD PRIMARY KEY (id); ALTER TABLE visit ADD PRIMARY KEY (id);
ALTER TABLE person ADD FOREIGN KEY (boss) REFERENCES person, ADD FOREIGN KEY (place_id) REFERENCES place;
ALTER TABLE visit ADD FOREIGN KEY (person_id) REFERENCES person; ANALYZE;`
/** Its rows come one each tenth of a second. */
const slow = `
CREATE TABLE slow (id int PRIMARY KEY);
INSERT INTO slow SELECT generate_series(1, 1000);
CREATE FUNCTION wait() RETURNS boolean VOLATILE LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN true; END $$;
CREATE POLICY waits ON slow USING (wait()); ALTER TABLE slow ENABLE ROW LEVEL SECURITY;`

let source: TestDatabase
let reader: TestRole
let target: EmptyDatabase

beforeAll(async () => {
  source = await createDatabase({ sql: tables + rows })
  reader = await createRole()
  await asSuperuser(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader.user}`, source.name)
  target = await createOwnedDatabase(inject('postgresUrl'))
  await asSuperuser(
    `${tables} CREATE TABLE slow (id int); ALTER TABLE place OWNER TO ${target.name}; ALTER TABLE person OWNER TO ${target.name};
     ALTER TABLE visit OWNER TO ${target.name}; ALTER TABLE slow OWNER TO ${target.name}`,
    target.name,
  )
})
afterEach(async () => {
  await asSuperuser('TRUNCATE place, person, visit, slow', target.name)
})
afterAll(async () => {
  await asSuperuser(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${reader.user}`, source.name)
  await source?.drop()
  await reader?.drop()
  await target?.drop()
})

/** Who is connected to either side, apart from those who ask. */
const sessions = () =>
  asSuperuser<{ datname: string; query: string }>(
    `SELECT datname, query FROM pg_stat_activity WHERE datname IN ('${source.name}', '${target.name}') AND backend_type = 'client backend'`,
  )

async function eventually(condition: () => Promise<boolean>) {
  expect(await waitUntil(condition, 10_000, 5)).toBe(true)
}

async function allEnded() {
  await waitUntil(async () => (await sessions()).length === 0, 10_000)
  expect(await sessions()).toEqual([])
}

type Run = { result: Promise<CopiedSubset>; report: Reported; abort(reason: Error): void }

/** @param onReport is told as often as the copy says how many rows are there */
function begin(plan: PlanInput, onReport: (rows: number) => void = () => {}): Run {
  const controller = new AbortController()
  const { signal } = controller
  const kept = reported()
  const report: Reported = {
    ...kept,
    done(done, message) {
      kept.done(done, message)
      onReport(done)
    },
  }
  const url = withParts(source.connectionString, reader)
  async function run() {
    const snapshot = await openSnapshot(() => openSource(url, signal))
    try {
      return await copySubset({
        snapshot,
        openTarget: () => openClient(target.connectionString),
        plan: checkPlan(planOf(plan), await readStructure(snapshot.leader)),
        signal,
        report,
      })
    } finally {
      await snapshot.close()
    }
  }
  return { result: run(), report, abort: (reason) => controller.abort(reason) }
}

const odd: PlanInput = { subjects: [{ table: 'visit', where: compare('id', 'LE', 60_000) }] }
const stopped = new Error('Enough')

describe('a copy that is cancelled', () => {
  it('ends within a second while the source computes, and leaves no session on either side', async () => {
    await asSuperuser(`${slow} GRANT SELECT ON slow TO ${reader.user}`, source.name)
    const run = begin({ subjects: [{ table: 'slow' }] })
    const ended = expect(run.result).rejects.toBe(stopped)
    await eventually(async () => (await sessions()).some(({ query }) => query.includes('COPY (SELECT')))
    const at = performance.now()
    run.abort(stopped)
    await ended
    await allEnded()
    expect(performance.now() - at).toBeLessThan(5_000)
    await asSuperuser('DROP TABLE slow', source.name)
  })

  it('leaves no session at whichever step it is', async () => {
    const cuts = 12
    for (let cut = 0; cut < cuts; cut++) {
      const run = begin(odd, (rows) => {
        if (rows >= (180_000 * cut) / cuts) run.abort(stopped)
      })
      await expect(run.result).rejects.toBe(stopped)
      await allEnded()
      // What came along stays until its database is dropped, and would not be missing the next time.
      await asSuperuser('TRUNCATE place, person, visit', target.name)
    }
  })
})

describe('a copy whose source or target is lost', () => {
  const end = (database: string) =>
    asSuperuser(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`)

  it.for(['source', 'target'] as const)(
    'fails in a way that is worth another try, and leaves no session: the %s',
    async (side) => {
      const lost = side === 'source' ? source.name : target.name
      let failures = 0
      for (let part = 1; part <= 6; part++) {
        const run = begin(odd)
        const ended = run.result.then(
          () => null,
          (error) => error,
        )
        await eventually(async () => (await sessions()).length > 0)
        await sleep(60 * part)
        await end(lost)
        const error = await ended
        if (error) {
          expect(failureOf(error).stored).toMatchObject({ retryable: true })
          expect(failureOf(error).stored.code).not.toBe('INTERNAL')
          failures++
        }
        await allEnded()
      }
      expect(failures).toBeGreaterThan(2)
    },
  )

  it('gives the whole result when it is tried again', async () => {
    const first = begin(odd)
    const failed = expect(first.result).rejects.toBeDefined()
    await eventually(async () => (await sessions()).length > 1)
    await end(source.name)
    await failed
    await asSuperuser('TRUNCATE place, person, visit', target.name)
    const { tables } = await begin(odd).result
    expect(tables.map(({ name, rows, referencedRows }) => [name, rows, referencedRows])).toEqual([
      ['person', 60_000, 60_000],
      ['place', 60_000, 60_000],
      ['visit', 60_000, 0],
    ])
  })
})

it('tells how many rows there are, and how many will be', async () => {
  const { result, report } = begin(odd)
  await result
  expect(report.dones).toEqual(report.dones.toSorted((a, b) => a - b))
  expect(report.dones.at(-1)).toBe(180_000)
  expect(report.totals.at(-1)).toBe(180_000)
  expect(report.totals[0]).toBeGreaterThan(30_000)
  expect(report.messages[0]).toBe('Copying public.visit (1 of 1)')
})
