import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConflictError } from '../../src/platform/errors.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { violationsOf } from './history.ts'
import { type Installation, openOwnInstallation } from './installation.ts'
import { inForm } from './length.ts'
import { waits } from './recovery.ts'
import { report } from './report.ts'

const parallel = 100
const rounds = inForm(3, 20)
const exclusiveKey = 'the database'

let installation: Installation
beforeAll(async () => {
  installation = await openOwnInstallation()
  await Promise.all(Array.from({ length: 4 }, () => installation.workers.start({ concurrency: 5 })))
})
afterAll(() => installation.close())

const areSettled = async () => (await installation.past()).tasks.every(({ status }) => status === 'COMPLETED')

it(
  'of 100 starts for one key at a time one runs, and the others are told which',
  async () => {
    for (let round = 0; round < rounds; round++) {
      const asked = await Promise.allSettled(
        Array.from({ length: parallel }, () =>
          installation.start({ does: 'works', ms: 700 }, { exclusiveKey }),
        ),
      )
      const started = asked.filter((answer) => answer.status === 'fulfilled')
      const refused = asked.filter((answer) => answer.status === 'rejected')
      // One may end while others are still asking; then the way is free for the next.
      expect(started.length).toBeGreaterThanOrEqual(1)
      const ids = started.map(({ value }) => value.id)
      for (const { reason } of refused) {
        expect(reason).toBeInstanceOf(ConflictError)
        expect(ids).toContain((reason as ConflictError).taskId)
      }
      expect(started.length + refused.length).toBe(parallel)
      expect(await waitUntil(areSettled, 15_000)).toBe(true)
    }
    const past = await installation.past()
    expect(violationsOf(past)).toEqual([])
    report(`${parallel} starts for one key in parallel, ${rounds} times, 4 worker processes`, {
      'tasks that ran, one after the other': past.tasks.length,
      'refused with ConflictError': rounds * parallel - past.tasks.length,
    })
  },
  inForm(60_000, 600_000),
)

it(
  '20 tasks at once find 20 free slots at once',
  async () => {
    const worst: number[] = []
    for (let round = 0; round < inForm(3, 20); round++) {
      const before = new Set((await installation.past()).tasks.map(({ id }) => id))
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          installation.start({ does: 'works', ms: 1_000 }, { exclusiveKey: `database ${n}` }),
        ),
      )
      expect(await waitUntil(areSettled, 15_000)).toBe(true)
      const past = await installation.past()
      const waited = waits({ ...past, events: past.events.filter(({ taskId }) => !before.has(taskId)) })
      expect(waited).toHaveLength(20)
      worst.push(Math.max(...waited))
      expect(Math.max(...waited)).toBeLessThan(1_000)
    }
    expect(violationsOf(await installation.past())).toEqual([])
    report('20 tasks started at once, 4 idle workers of 5 slots', {
      'longest from QUEUED to STARTED, ms, each round': worst.map(Math.round).join(', '),
    })
  },
  inForm(60_000, 300_000),
)
