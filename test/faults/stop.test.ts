import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { openAckedSocket } from '../server/transports.ts'
import { useProcesses } from '../start/processes.ts'
import { violationsOf } from './history.ts'
import { type Installation, openOwnInstallation } from './installation.ts'
import { report } from './report.ts'

const graceMs = 3_000

const processes = useProcesses()
let installation: Installation
beforeAll(async () => {
  installation = await openOwnInstallation()
})
afterAll(() => installation.close())

const statusOf = async (id: string) =>
  (await installation.past()).tasks.find((task) => task.id === id)!.status

it('SIGTERM: no new claim, the short task ends, the long one goes back without losing an attempt', async () => {
  const worker = await installation.workers.start({ concurrency: 3, graceMs })
  const short = await installation.start({ does: 'works', ms: 1_500 })
  const long = await installation.start({ does: 'works', ms: 6_000 }, { maxAttempts: 1 })
  expect(await waitUntil(async () => (await installation.past()).runs.length === 2, 10_000)).toBe(true)
  worker.signal('SIGTERM')
  const toldAt = Date.now()
  // A slot is free, and stays so.
  await sleep(200)
  const late = await installation.start({ does: 'works', ms: 100 })
  const { code, at } = await worker.ended
  expect(code).toBe(0)
  expect(await statusOf(short.id)).toBe('COMPLETED')
  expect(await statusOf(long.id)).toBe('PENDING')
  expect(await statusOf(late.id)).toBe('PENDING')

  await installation.workers.start()
  const ended = async () =>
    (await statusOf(long.id)) === 'COMPLETED' && (await statusOf(late.id)) === 'COMPLETED'
  expect(await waitUntil(ended, 25_000)).toBe(true)
  const past = await installation.past()
  expect(violationsOf(past)).toEqual([])
  expect(past.tasks.find(({ id }) => id === long.id)).toMatchObject({ attempt: 1, maxAttempts: 1 })
  expect(past.runs.find(({ taskId, pid }) => taskId === long.id && pid === worker.pid)).toMatchObject({
    told: { why: 'shutdown' },
  })
  expect(past.runs.filter(({ taskId }) => taskId === late.id)).toMatchObject([{ attempt: 1 }])
  report(`SIGTERM with a grace of ${graceMs} ms`, {
    'from SIGTERM to the end of the process, ms': at - toldAt,
  })
  expect(at - toldAt).toBeLessThan(graceMs + 3_000)
}, 90_000)

it('SIGTERM of the API closes its WebSockets with 1001, and the place that each had is enough to go on', async () => {
  await installation.workers.start()
  const environment = {
    DATABASE_URL: installation.url,
    DATA_DIR: await processes.newDirectory(),
    ACCESS_TOKEN: 'a-token-of-the-faults',
    PORT: '0',
  }
  const [first, second] = [1, 2].map(() => processes.start(environment, ['serve']))
  const urls = await Promise.all([first!.url(), second!.url()])
  const task = await installation.start({ does: 'works', ms: 4_000 })
  const id = Buffer.from(`ChartTask:${task.id}`).toString('base64')
  const query = `subscription ($id: ID!, $after: String) {
    taskEvents(taskId: $id, from: FIRST, after: $after) { cursor sequence type message }
  }`
  type Event = { cursor: string; sequence: number; type: 'LOG'; message: string }
  const received: Event[] = []
  /** Until the server says that it is complete, or the socket closes. */
  const watch = async (url: string) => {
    const socket = await openAckedSocket({ url, token: environment.ACCESS_TOKEN })
    const variables = { id, after: received.at(-1)?.cursor }
    socket.send({ id: '1', type: 'subscribe', payload: { query, variables } })
    const completed = (async () => {
      for (;;) {
        const { type, payload } = await socket.next()
        if (type !== 'next') return type
        received.push((payload as { data: { taskEvents: Event } }).data.taskEvents)
      }
    })().catch(() => 'closed')
    return { ...socket, completed }
  }
  const broken = await watch(urls[0])
  expect(await waitUntil(() => received.length >= 3, 10_000)).toBe(true)
  const toldAt = Date.now()
  first!.signal('SIGTERM')
  expect(await broken.closed).toMatchObject({ code: 1001 })
  const closedMs = Date.now() - toldAt
  expect(await first!.ended).toBe(0)
  expect(await broken.completed).toBe('closed')
  const resumed = await watch(urls[1])
  expect(await resumed.completed).toBe('complete')
  resumed.socket.close()
  const watching = installation.watching('resumed', task.id)
  received.forEach(watching.receive)
  watching.end()
  expect(violationsOf(await installation.past())).toEqual([])
  second!.signal('SIGTERM')
  expect(await second!.ended).toBe(0)
  report('SIGTERM of the API', { 'from SIGTERM to the close with 1001, ms': closedMs })
}, 90_000)
