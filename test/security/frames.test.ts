import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAckedSocket } from '../server/transports.ts'
import { type ApiProcess, startApiProcess } from '../subscriptions/api.ts'

const megabyte = 2 ** 20
const grownAtMost = 64 * megabyte

let api: ApiProcess
beforeAll(async () => {
  api = await startApiProcess()
})
afterAll(() => api?.stop())

type Opened = Awaited<ReturnType<typeof openAckedSocket>>

async function open(): Promise<Opened> {
  const opened = await openAckedSocket(api)
  // What is sent to a socket that is closed meanwhile breaks off.
  opened.socket.on('error', () => {})
  return opened
}

/** Once it has been done: what the process keeps for the next one is no leak. */
async function grownBy(work: () => Promise<void>): Promise<number> {
  await work()
  const before = await api.held()
  await work()
  await sleep(500)
  return (await api.held()).memory - before.memory
}

describe('a WebSocket', () => {
  it('is closed with 1009 after a frame of 20 MB, which is not kept', async () => {
    const grown = await grownBy(async () => {
      for (let round = 0; round < 10; round++) {
        const { socket, closed } = await open()
        socket.send(Buffer.alloc(20 * megabyte))
        expect((await closed).code).toBe(1009)
      }
    })
    expect(grown).toBeLessThan(grownAtMost)
  })

  it('is closed with 1008 after 16,000 fragments of one byte, and 100 that bring them cost no more memory each time', async () => {
    const grown = await grownBy(async () => {
      const sockets = await Promise.all(Array.from({ length: 100 }, open))
      for (const { socket } of sockets)
        for (let fragment = 0; fragment < 16_000; fragment++) socket.send('a', { fin: false })
      for (const { closed } of sockets) expect((await closed).code).toBe(1008)
    })
    expect(grown).toBeLessThan(grownAtMost)
  })

  it('that asks for 10,000 subscriptions is closed with 4429, and leaves none behind', async () => {
    const before = await api.held()
    const { socket, closed } = await open()
    const payload = { query: 'subscription { workspaceEvents { cursor } }' }
    for (let id = 0; id < 10_000; id++)
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }))
    expect((await closed).code).toBe(4429)
    await expect.poll(async () => (await api.held()).sockets, { timeout: 10_000 }).toBe(before.sockets)
    expect((await api.held()).heap - before.heap).toBeLessThan(grownAtMost)
  })
})
