import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { startEngine } from './engine.ts'
import { commitEffect, typesOf } from './kinds.ts'
import { openWorkerProcesses } from './worker-processes.ts'

describe('a delivery that comes to nothing', () => {
  it('since the worker died before it took the task, is made again within 15 seconds', async () => {
    const engine = await startEngine()
    const processes = await openWorkerProcesses(engine)
    const locker = await engine.observer.connect()
    try {
      await Promise.all([processes.start(), processes.start()])
      await processes.openGate()
      // The claim waits for the row, and the worker dies with the job in its hand.
      await locker.query('begin')
      const { id } = await engine.start('gated', { startAfter: new Date(Date.now() + 1_000) })
      await locker.query('select from task where id = $1 for update', [id])
      let pid = 0
      await waitUntil(async () => {
        const { rows } = await engine.observer.query(
          `select application_name as name from pg_stat_activity
          where datname = $1 and application_name like 'quarry test worker %' and wait_event_type = 'Lock'`,
          [engine.name],
        )
        pid = Number(rows[0]?.name.split(' ').at(-1) ?? 0)
        return pid > 0
      }, 10_000)
      const worker = processes.of(pid)!
      worker.kill('SIGKILL')
      await once(worker, 'exit')
      const killedAt = Date.now()
      await engine.observer.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = $2',
        [engine.name, `quarry test worker ${pid}`],
      )
      await locker.query('rollback')
      expect(await engine.row(id)).toMatchObject({ status: 'PENDING', attempt: 0 })
      await engine.until(id, 'COMPLETED', 20_000)
      expect(Date.now() - killedAt).toBeLessThan(15_500)
      expect(await engine.effects(id)).toEqual([1])
    } finally {
      locker.release()
      await processes.kill()
      await engine.stop()
    }
  }, 60_000)

  it('since the database refused to hand the task over, is made again, and the task runs once', async () => {
    const engine = await startEngine()
    try {
      await engine.observer.query(`
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
        create trigger refuse before insert on task_event for each row
          when (new.type = 'STARTED') execute function refuse()`)
      await engine.work({ once: commitEffect })
      const { id } = await engine.start('once')
      const refusals = () =>
        engine.logged.filter(({ msg }) => /could be taken; it is tried again/.test(String(msg))).length
      expect(await waitUntil(() => refusals() > 0, 5_000)).toBe(true)
      await engine.observer.query('drop function refuse cascade')
      expect(await engine.until(id, 'COMPLETED')).toMatchObject({ attempt: 1 })
      expect(typesOf(await engine.events(id))).toEqual(['QUEUED', 'STARTED', 'COMPLETED'])
      expect(await engine.effects(id)).toEqual([1])
    } finally {
      await engine.stop()
    }
  })
})
