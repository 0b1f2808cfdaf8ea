import { afterEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { withParts } from '../databases/sources.ts'
import { createDatabase } from '../postgres.ts'
import { type Relay, startRelay } from '../start/processes.ts'
import { type Observed, startObserved } from './observed.ts'

let quarry: Observed | null = null
let relay: Relay | null = null
afterEach(async () => {
  relay?.release()
  await quarry?.stop()
  await relay?.close()
  quarry = null
})

async function startBehindRelay(): Promise<Observed> {
  const probe = await createDatabase()
  relay = await startRelay(Number(new URL(probe.connectionString).port))
  await probe.drop()
  const { port } = relay
  quarry = await startObserved({ through: (url) => withParts(url, { host: '127.0.0.1', port }) })
  return quarry
}

const whole = ['process_cpu_seconds_total', 'quarry_events_written_total', 'quarry_database_pool_connections']

describe('a scrape while the database is away', () => {
  it('answers in time and says so, where the database says nothing', async () => {
    const { ofApi, ofWorker, logged } = await startBehindRelay()
    expect((await ofApi()).value('quarry_database_up')).toBe(1)
    relay!.hold()
    for (const scrape of [ofApi, ofWorker]) {
      const isDown = async () => {
        const startedAt = Date.now()
        const told = await scrape()
        expect(Date.now() - startedAt).toBeLessThan(8_000)
        for (const name of whole) expect(told.value(name), name).toBeGreaterThanOrEqual(0)
        return told.value('quarry_database_up') === 0 && told.values('quarry_tasks').length === 0
      }
      expect(await waitUntil(isDown, 15_000, 200)).toBe(true)
    }
    const said = logged.filter(({ msg }) => msg.startsWith('The metrics have nothing of the database'))
    expect(said).toHaveLength(2)
    relay!.release()
    const isUp = async () => (await ofApi()).value('quarry_database_up') === 1
    expect(await waitUntil(isUp, 15_000, 200)).toBe(true)
    expect((await ofApi()).values('quarry_tasks')).not.toHaveLength(0)
  })

  it('says so, and that notifications do not arrive, where nobody answers at its address', async () => {
    const { ofApi, ofWorker } = await startBehindRelay()
    const listens = async () =>
      (await ofApi()).value('quarry_listener_connected') === 1 &&
      (await ofWorker()).value('quarry_listener_connected') === 1
    expect(await waitUntil(listens, 10_000, 100)).toBe(true)
    await relay!.close()
    for (const scrape of [ofApi, ofWorker]) {
      const isAway = async () => {
        const told = await scrape()
        return told.value('quarry_database_up') === 0 && told.value('quarry_listener_connected') === 0
      }
      expect(await waitUntil(isAway, 15_000, 200)).toBe(true)
    }
  })
})
