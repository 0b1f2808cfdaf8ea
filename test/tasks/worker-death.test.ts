import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { type Engine, startEngine } from './engine.ts'
import { isGapless, typesOf } from './kinds.ts'
import { openWorkerProcesses, type WorkerProcesses } from './worker-processes.ts'

let engine: Engine
let processes: WorkerProcesses

beforeAll(async () => {
  engine = await startEngine()
  processes = await openWorkerProcesses(engine)
  await Promise.all([processes.start(), processes.start()])
})
afterAll(async () => {
  await processes.kill()
  await engine.stop()
})

describe('the task of a worker that ends', () => {
  it('by kill -9 is running on another one within 15 seconds, and its effect happens once', async () => {
    const { id } = await engine.start('gated')
    const first = processes.of(await processes.running(id, 1))!
    first.kill('SIGKILL')
    await once(first, 'exit')
    const killedAt = Date.now()
    const second = await processes.running(id, 2)
    expect(Date.now() - killedAt).toBeLessThan(15_000)
    // Neither the one that died nor the one beside it: what killed the first may do so again.
    expect(processes.of(second)).toBeUndefined()
    await processes.openGate()
    expect(await engine.until(id, 'COMPLETED')).toMatchObject({ attempt: 2, error: null })
    expect(await engine.effects(id)).toEqual([2])
    const events = await engine.events(id)
    expect(isGapless(events)).toBe(true)
    const types = typesOf(events).filter((type) => type !== 'PROGRESS')
    expect(types).toEqual(['QUEUED', 'STARTED', 'LOG', 'RETRYING', 'STARTED', 'LOG', 'COMPLETED'])
    await processes.closeGate()
  }, 40_000)

  it('by SIGTERM is handed back at once, without using up an attempt, and finishes elsewhere', async () => {
    await processes.start()
    const { id } = await engine.start('gated', { maxAttempts: 1 })
    const first = processes.of(await processes.running(id, 1))!
    const askedAt = Date.now()
    first.kill('SIGTERM')
    const [code] = await once(first, 'exit')
    expect(code).toBe(0)
    expect(
      await waitUntil(
        async () => typesOf(await engine.events(id)).filter((type) => type === 'STARTED').length === 2,
        5_000,
      ),
    ).toBe(true)
    expect(Date.now() - askedAt).toBeLessThan(5_000)
    await processes.openGate()
    expect(await engine.until(id, 'COMPLETED')).toMatchObject({ attempt: 1, maxAttempts: 1 })
    expect(await engine.effects(id)).toEqual([1])
    const handedBack = (await engine.events(id)).find(({ type }) => type === 'RETRYING')
    expect(handedBack).toMatchObject({
      status: 'PENDING',
      message: 'The worker is shutting down; the task waits for another one',
    })
  }, 30_000)
})
