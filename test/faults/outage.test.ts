import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { useProcesses } from '../start/processes.ts'
import { violationsOf } from './history.ts'
import { chanceOf, inForm, seed } from './length.ts'
import { report } from './report.ts'
import { type Site, startSite } from './site.ts'

const processes = useProcesses()
let site: Site
beforeAll(async () => {
  site = await startSite(processes)
}, 120_000)
afterAll(() => site.stop())

/** Nothing has exited, nothing is lost, nobody missed an event. */
async function expectAllWell() {
  expect(site.ended()).toEqual([])
  const past = await site.installation.past()
  expect(violationsOf(past), `seed ${seed}`).toEqual([])
  expect(past.tasks.filter(({ status }) => status !== 'COMPLETED')).toEqual([])
  return past
}

it(
  'a PostgreSQL that crashes costs the time until it is back, and nothing else',
  async () => {
    const load = site.startLoad()
    await sleep(3_000)
    const crashes: { signal: string; downAt: number; backAt: number; readyMs: number }[] = []
    for (const signal of inForm(['SIGQUIT', 'SIGKILL'] as const, [
      ...Array<'SIGQUIT'>(5).fill('SIGQUIT'),
      ...Array<'SIGKILL'>(5).fill('SIGKILL'),
    ])) {
      const { downAt, backAt } = await site.server.crash(signal)
      expect(await waitUntil(site.isReady, 15_000)).toBe(true)
      crashes.push({ signal, downAt, backAt, readyMs: Date.now() - backAt })
      await sleep(6_000)
    }
    await load.stop()

    const { events, tasks, subscribers } = await expectAllWell()
    const firstAfter = (type: string | null, at: number) =>
      Math.min(
        ...events.filter((event) => event.at > at && (!type || event.type === type)).map((event) => event.at),
      ) - at
    const heardAfter = (at: number) =>
      Math.min(
        ...subscribers.flatMap(({ received }) =>
          received.map(({ receivedAt }) => receivedAt!).filter((time) => time > at),
        ),
      ) - at
    for (const { signal, downAt, backAt, readyMs } of crashes) {
      const figures = {
        'it was away, ms': backAt - downAt,
        'from its return to the first event that a worker wrote, ms': firstAfter(null, backAt),
        'from its return to the first start of a task, ms': firstAfter('STARTED', backAt),
        'from its return to the first event that a subscriber received, ms': heardAfter(backAt),
        'from its return until the API says that it is ready, ms': readyMs,
      }
      report(`PostgreSQL ended by ${signal}, under load`, figures)
      for (const ms of [firstAfter(null, backAt), firstAfter('STARTED', backAt), heardAfter(backAt), readyMs])
        expect(ms).toBeLessThan(5_000)
    }
    report('both crashes', { 'tasks acknowledged, all completed': tasks.length })
  },
  inForm(150_000, 900_000),
)

it(
  'connections that break five times a second cost time, and nothing else',
  async () => {
    const chance = chanceOf(seed)
    const load = site.startLoad()
    await sleep(2_000)
    const until = Date.now() + inForm(8_000, 30_000)
    let broken = 0
    while (Date.now() < until) {
      const { rows } = await site.installation.observer.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and application_name like 'quarry%' order by pid`,
      )
      const { pid } = chance.of(rows)
      await site.installation.observer.query('select pg_terminate_backend($1)', [pid])
      broken++
      await sleep(200)
    }
    const calmAt = Date.now()
    await load.stop()
    const lastedMs = Date.now() - calmAt

    const { tasks, events } = await expectAllWell()
    report(`Connections broken 5 times a second (seed ${seed})`, {
      'connections that were broken': broken,
      'tasks acknowledged in this and the test before, all completed': tasks.length,
      'attempts that were repeated': events.filter(({ type }) => type === 'RETRYING').length,
      'until the last task in hand had ended, ms': lastedMs,
    })
  },
  inForm(120_000, 600_000),
)
