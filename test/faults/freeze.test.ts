import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { violationsOf } from './history.ts'
import { type Installation, openOwnInstallation } from './installation.ts'
import { inForm } from './length.ts'
import { recoveries } from './recovery.ts'
import { report } from './report.ts'

/** Longer than the silence after which a worker is thought dead. */
const frozenMs = inForm(13_000, 30_000)

let installation: Installation
beforeAll(async () => {
  installation = await openOwnInstallation()
})
afterEach(async () => {
  for (const worker of installation.workers.running()) {
    worker.signal('SIGKILL')
    await worker.ended
  }
})
afterAll(() => installation.close())

const runsIn = async (pid: number) => (await installation.past()).runs.filter((run) => run.pid === pid)
const areSettled = async (ids: string[]) => {
  const { tasks } = await installation.past()
  return ids.every((id) => tasks.some((task) => task.id === id && task.status === 'COMPLETED'))
}

it('a worker that was frozen and comes back changes nothing of what it had lost, and works on', async () => {
  const zombie = await installation.workers.start({ concurrency: 4 })
  // Of two of them the time is over when it wakes up, so that it goes straight to the commit; two are in the midst of it.
  const frozen = await Promise.all(
    [4_000, 4_000, 90_000, 90_000].map((ms) => installation.start({ does: 'works', ms, laterMs: 5_000 })),
  )
  const ids = frozen.map(({ id }) => id)
  expect(await waitUntil(async () => (await runsIn(zombie.pid)).length === 4, 10_000)).toBe(true)
  await sleep(1_000)
  zombie.signal('SIGSTOP')
  const frozenAt = Date.now()
  const other = await installation.workers.start({ concurrency: 4 })
  const takenOver = async () => {
    const starts = (await installation.past()).events.filter(({ type }) => type === 'STARTED')
    return ids.every((id) => starts.filter(({ taskId }) => taskId === id).length === 2)
  }
  expect(await waitUntil(takenOver, 20_000)).toBe(true)
  await sleep(frozenMs - (Date.now() - frozenAt))
  zombie.signal('SIGCONT')
  const wokenAt = Date.now()
  expect(await waitUntil(() => areSettled(ids), frozenMs + 30_000)).toBe(true)

  other.signal('SIGTERM')
  expect(await other.ended).toMatchObject({ code: 0 })
  const later = await Promise.all(
    Array.from({ length: 4 }, () => installation.start({ does: 'works', ms: 300 })),
  )
  expect(await waitUntil(() => areSettled(later.map(({ id }) => id)), 10_000)).toBe(true)

  const past = await installation.past()
  expect(violationsOf(past)).toEqual([])
  const lost = past.runs.filter(({ pid, taskId }) => pid === zombie.pid && ids.includes(taskId))
  expect(lost).toHaveLength(4)
  const midst = lost.filter(({ taskId }) => ids.indexOf(taskId) >= 2)
  for (const { told, run } of midst) {
    expect(told, `run ${run}`).toMatchObject({ why: 'lost' })
    expect(told!.at - wokenAt).toBeLessThan(5_000)
  }
  expect(past.effects.filter(({ run }) => lost.some((one) => one.run === run))).toEqual([])
  for (const { id } of later)
    expect(past.runs.find(({ taskId }) => taskId === id)).toMatchObject({ pid: zombie.pid, attempt: 1 })

  const recovered = recoveries(past, [{ pid: zombie.pid, at: frozenAt }])
  expect(recovered).toHaveLength(4)
  for (const { ms } of recovered) expect(ms).toBeLessThan(15_000)
  report(`SIGSTOP for ${frozenMs / 1_000} s, then SIGCONT`, {
    'longest from the freeze to the next attempt, ms': Math.max(...recovered.map(({ ms }) => ms)),
    'longest from waking up to the run being told, ms': Math.max(
      ...midst.map(({ told }) => told!.at - wokenAt),
    ),
  })
}, 180_000)

const firstStartAfter = async (taskId: string, at: number) => {
  const { events } = await installation.past()
  return (
    events.find((event) => event.taskId === taskId && event.type === 'STARTED' && event.at > at)?.at ?? null
  )
}

it('a worker that is frozen in the midst of a commit does not keep its task from ending', async () => {
  const zombie = await installation.workers.start({ concurrency: 1 })
  const { id } = await installation.start({ does: 'freezes', ms: 500 })
  // It stops itself after it has said that its work is done.
  const isDone = async () =>
    (await runsIn(zombie.pid)).some((run) => run.taskId === id && run.doneAt < Infinity)
  expect(await waitUntil(isDone, 10_000)).toBe(true)
  const frozenAt = Date.now()
  await installation.workers.start({ concurrency: 1 })
  const ended = await waitUntil(() => areSettled([id]), 40_000)
  zombie.signal('SIGCONT')
  expect(ended).toBe(true)
  expect(violationsOf(await installation.past())).toEqual([])
  report('SIGSTOP within a commit', {
    'from the freeze to the next attempt, ms': (await firstStartAfter(id, frozenAt))! - frozenAt,
  })
}, 150_000)

/** Where it has a transaction open that nobody ends. */
const isFrozenInTransaction = async (pid: number) => {
  const { rowCount } = await installation.observer.query(
    `select from pg_stat_activity where application_name = $1 and state = 'idle in transaction'`,
    [`quarry worker ${pid}`],
  )
  return rowCount! > 0
}

it('a worker that is frozen while it takes a task does not keep the others from taking theirs', async () => {
  const zombie = await installation.workers.start({ concurrency: 1 })
  const locker = await installation.observer.connect()
  try {
    // Its claim waits for the row, and goes through while it is frozen.
    await locker.query('begin')
    const { id } = await installation.start(
      { does: 'works', ms: 200 },
      { startAfter: new Date(Date.now() + 1_000) },
    )
    await locker.query('select from task where id = $1 for update', [id])
    const waits = async () => {
      const { rowCount } = await installation.observer.query(
        `select from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`,
        [`quarry worker ${zombie.pid}`],
      )
      return rowCount! > 0
    }
    expect(await waitUntil(waits, 10_000)).toBe(true)
    zombie.signal('SIGSTOP')
    const frozenAt = Date.now()
    await locker.query('rollback')
    expect(await waitUntil(() => isFrozenInTransaction(zombie.pid), 5_000)).toBe(true)
    await installation.workers.start()
    const other = await installation.start({ does: 'works', ms: 200 })
    const others = await waitUntil(() => areSettled([other.id]), 40_000)
    const own = await waitUntil(() => areSettled([id]), others ? 40_000 : 0)
    zombie.signal('SIGCONT')
    expect({ others, own }).toEqual({ others: true, own: true })
    expect(violationsOf(await installation.past())).toEqual([])
    report('SIGSTOP while a task is taken', {
      'from the freeze to the start of another task, ms':
        (await firstStartAfter(other.id, frozenAt))! - frozenAt,
      'from the freeze to the start of that one, ms': (await firstStartAfter(id, frozenAt))! - frozenAt,
    })
  } finally {
    locker.release()
  }
}, 150_000)
