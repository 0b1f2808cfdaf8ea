import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { collect } from './collect.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, isGapless, typesOf, untilStopped } from './kinds.ts'

let engine: Engine
let said = 0
const gate = Promise.withResolvers<void>()

beforeAll(async () => {
  engine = await startEngine()
  await engine.work({
    async talks(run) {
      const talk = setInterval(() => run.log('INFO', `Line ${++said}`), 10)
      await gate.promise
      clearInterval(talk)
      await commitEffect(run)
    },
    short: commitEffect,
    async waits(run) {
      await untilStopped(run)
    },
  })
})
afterAll(() => engine.stop())

const cutAll = async () => {
  const { rows } = await engine.observer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = $1 and application_name <> 'quarry observer'`,
    [engine.name],
  )
  return rows.length
}

describe('a database whose connections break again and again', () => {
  it('costs a running task nothing but time, and its subscribers no event', async () => {
    const feed = engine.feed()
    const { id } = await engine.start('talks')
    await engine.until(id, 'RUNNING')
    const { got, ended } = collect(feed.taskEvents(id, 0))
    for (let cut = 0; cut < 6; cut++) {
      const before = said
      await waitUntil(() => said > before + 20, 5_000)
      expect(await cutAll()).toBeGreaterThan(0)
    }
    gate.resolve()
    // The commit may meet a broken connection too; then the attempt is repeated, and the effect still happens once.
    await waitUntil(async () => (await engine.row(id).catch(() => null))?.status === 'COMPLETED', 15_000)
    await ended
    const events = await engine.events(id)
    expect(events.at(-1)).toMatchObject({ type: 'COMPLETED' })
    expect(isGapless(events)).toBe(true)
    expect(got).toEqual(events)
    expect(await engine.effects(id)).toHaveLength(1)
    const lines = new Set(events.filter(({ type }) => type === 'LOG').map(({ message }) => message))
    expect(lines.size).toBe(said)
  })

  it('has all of its connections back when the transactions that they broke are over', async () => {
    const poolSize = 2
    const orm = await openOrm({ url: engine.url, entities, applicationName: 'quarry lossy', poolSize })
    try {
      for (let loss = 0; loss <= poolSize; loss++) {
        const broken = orm.em.fork().transactional(async (em) => {
          const [{ pid }] = await em.execute<[{ pid: number }]>('select pg_backend_pid() as pid')
          await engine.observer.query('select pg_terminate_backend($1)', [pid])
          await em.execute('select 1')
        })
        await expect(broken).rejects.toThrow()
      }
      const answers = Array.from({ length: poolSize }, () =>
        orm.em.fork().transactional((em) => em.execute('select 1')),
      )
      await expect(Promise.all(answers)).resolves.toHaveLength(poolSize)
    } finally {
      await orm.close()
    }
  })

  it('does not end a worker whose first heartbeat after it is refused', async () => {
    const { id } = await engine.start('waits')
    await engine.until(id, 'RUNNING')
    await engine.observer.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
      create trigger refuse before update of heartbeat_at on task for each row execute function refuse()`)
    const refusals = () => engine.logged.filter(({ msg }) => /heartbeat failed/.test(String(msg))).length
    for (let cut = 0; cut < 3; cut++) {
      const before = refusals()
      await cutAll()
      expect(await waitUntil(() => refusals() > before, 5_000)).toBe(true)
    }
    await engine.observer.query('drop function refuse cascade')
    await engine.cancel(id)
    await engine.until(id, 'CANCELLED')
  })

  it('is worked on again within seconds: new tasks start and end', async () => {
    await cutAll()
    const start = async () => {
      try {
        return await engine.start('short')
      } catch {
        return null
      }
    }
    let task = await start()
    await waitUntil(async () => {
      task ??= await start()
      return task !== null
    }, 5_000)
    await engine.until(task!.id, 'COMPLETED', 5_000)
    expect(typesOf(await engine.events(task!.id))).toEqual(['QUEUED', 'STARTED', 'COMPLETED'])
  })
})
