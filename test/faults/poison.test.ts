import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { violationsOf } from './history.ts'
import { type Installation, openOwnInstallation } from './installation.ts'
import { inForm } from './length.ts'
import { startLoad } from './load.ts'
import { report } from './report.ts'

const poisons = [
  { does: 'throws', code: 'INTERNAL' },
  { does: 'exits', code: 'WORKER_LOST' },
  { does: 'exhausts', code: 'WORKER_LOST' },
  { does: 'loops', code: 'WORKER_LOST' },
] as const
const maxAttempts = inForm(2, 3)

let installation: Installation
beforeAll(async () => {
  installation = await openOwnInstallation()
})
afterAll(() => installation.close())

const errorOf = async (taskId: string) => {
  const { rows } = await installation.observer.query('select status, error from task where id = $1', [taskId])
  return rows[0]
}

it('poison fails after its attempts, and every task that shared a worker with it completes', async () => {
  await installation.workers.keep(2, { concurrency: 4, memoryMb: 160 })
  const startedAt = Date.now()
  const load = startLoad(installation, {
    clients: 5,
    input: (client) => ({ does: 'works', ms: 1_000 + 500 * client }),
  })
  await sleep(500)
  const started: { id: string; code: string; does: string }[] = []
  for (const { does, code } of poisons) {
    const { id } = await installation.start({ does, ms: 300 }, { maxAttempts })
    started.push({ id, code, does })
    await sleep(1_500)
  }
  const ended = async () => {
    const statuses = await Promise.all(started.map(({ id }) => errorOf(id)))
    return statuses.every(({ status }) => status === 'FAILED')
  }
  const allFailed = await waitUntil(ended, 90_000, 200)
  const failedMs = Date.now() - startedAt
  await load.stop()

  for (const { id, code, does } of started)
    expect([does, await errorOf(id)]).toMatchObject([does, { status: 'FAILED', error: { code } }])
  expect(allFailed).toBe(true)
  const past = await installation.past()
  expect(violationsOf(past)).toEqual([])
  const innocent = past.tasks.filter(({ id }) => started.every((poison) => poison.id !== id))
  expect(innocent.filter(({ status }) => status !== 'COMPLETED')).toEqual([])
  const attempts = Object.fromEntries(
    started.map(({ id, does }) => [
      `attempts at the one that ${does}`,
      past.tasks.find((task) => task.id === id)!.attempt,
    ]),
  )
  report('Poison: an error, an exit, all memory, a loop without end', {
    'innocent tasks that completed beside them': innocent.length,
    'of these, tried more than once': innocent.filter(({ attempt }) => attempt > 1).length,
    ...attempts,
    'until all four had failed, s': failedMs / 1_000,
    'workers that were lost': installation.workers.all().length - installation.workers.running().length,
  })
}, 180_000)
