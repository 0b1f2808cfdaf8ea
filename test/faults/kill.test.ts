import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { violationsOf } from './history.ts'
import { type Installation, openOwnInstallation } from './installation.ts'
import { chanceOf, inForm, seed } from './length.ts'
import { startLoad } from './load.ts'
import { recoveries, waits } from './recovery.ts'
import { report } from './report.ts'

const kills = inForm(6, 50)
const workers = 3

let installation: Installation
beforeAll(async () => {
  installation = await openOwnInstallation()
})
afterAll(() => installation.close())

it(
  'kill -9 of workers at random moments costs their tasks seconds, and nothing else',
  async () => {
    const chance = chanceOf(seed)
    await installation.workers.keep(workers)
    const load = startLoad(installation, {
      clients: 8,
      input: () => ({ does: 'works', ms: Math.round(chance.between(200, 4_000)) }),
      request: { maxAttempts: 20 },
    })
    const killed: { pid: number; at: number }[] = []
    await sleep(2_000)
    for (let kill = 0; kill < kills; kill++) {
      await sleep(chance.between(500, 4_000))
      // There is always another one that can take over.
      expect(await waitUntil(() => installation.workers.ready().length === workers, 60_000)).toBe(true)
      const worker = chance.of(installation.workers.ready())
      worker.signal('SIGKILL')
      killed.push({ pid: worker.pid, at: Date.now() })
      await worker.ended
    }
    await load.stop()

    const past = await installation.past()
    expect(violationsOf(past), `seed ${seed}`).toEqual([])
    expect(past.tasks.filter(({ status }) => status !== 'COMPLETED')).toEqual([])
    const recovered = recoveries(past, killed)
    const waited = waits(past)
    report(`kill -9, ${kills} times (seed ${seed})`, {
      'tasks completed': past.tasks.length,
      'tasks that were running in a killed worker': recovered.length,
      'longest from the kill to the next attempt, ms': Math.max(...recovered.map(({ ms }) => ms)),
      'longest that a task waited for a worker, ms': Math.max(...waited),
    })
    expect(recovered.length, `seed ${seed}`).toBeGreaterThan(0)
    for (const { ms, from, to } of recovered) {
      expect(ms, `seed ${seed}`).toBeLessThan(15_000)
      expect(to).not.toBe(from)
    }
    // Also those that had been handed to a worker which was killed before it had claimed them.
    expect(Math.max(...waited), `seed ${seed}`).toBeLessThan(16_000)
  },
  inForm(300_000, 3_600_000),
)
