import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addEvents } from '../server/tasks.ts'
import { openAckedSocket, type Result } from '../server/transports.ts'
import { type ApiProcess, startApiProcess } from './api.ts'

let api: ApiProcess
beforeAll(async () => {
  api = await startApiProcess()
})
afterAll(() => api?.stop())

const query = `subscription ($taskId: ID!, $after: String) {
  taskEvents(taskId: $taskId, from: FIRST, after: $after) { sequence cursor }
}`
const drops = 100
const count = 10_000
const batch = 50

it(`a client whose connection breaks ${drops} times while ${count} events pass has each once, and in order`, async () => {
  const taskId = await api.startTask()
  const sequences: number[] = []
  let after: string | null = null

  /** Takes so many events behind the last one that was taken, then breaks the connection amid the next ones. */
  async function takeSome(some: number) {
    const { socket, send } = await openAckedSocket(api)
    const enough = Promise.withResolvers<void>()
    let left = some
    socket.on('message', (data) => {
      if (left === 0) return
      const { type, payload } = JSON.parse(String(data)) as { type: string; payload: Result }
      if (type !== 'next') return enough.reject(new Error(String(data)))
      const { sequence, cursor } = payload.data.taskEvents
      sequences.push(sequence)
      after = cursor
      if (--left === 0) enough.resolve()
    })
    send({ id: '1', type: 'subscribe', payload: { query, variables: { taskId, after } } })
    await enough.promise
    socket.terminate()
  }

  const writing = (async () => {
    for (let written = 0; written < count; written += batch) {
      await addEvents(api.em, taskId, Array(batch).fill('At work'))
      await sleep(5)
    }
  })()
  for (let drop = 0; drop < drops; drop++) await takeSome(count / drops - 1)
  await takeSome(1 + count - sequences.length)
  await writing
  expect(sequences).toEqual(Array.from({ length: 1 + count }, (_, index) => index + 1))
  expect(await api.lastSequence(taskId)).toBe(1 + count)
}, 60_000)
