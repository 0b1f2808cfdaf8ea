import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { migrate } from '../../src/app.ts'
import { type Connection, createQuarryClient } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { quick } from './watched.ts'

let serving: Serving
beforeAll(async () => {
  // Whoever asks to be let in asks for tables that are not there: for the server a fault of its own.
  serving = await startServing({ migrated: false })
})
afterAll(() => serving?.stop())

it('a watch that a fault of the server keeps out (4500) comes in over its socket once that is mended', async () => {
  const codes: number[] = []
  class Observed extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol)
      this.on('close', (code) => codes.push(code))
    }
  }
  const { url, token } = serving
  const client = createQuarryClient({ url, token, timing: quick, webSocketImpl: Observed })
  const states: Connection[] = []
  client.onConnection((connection) => states.push(connection))
  const items = client.watchWorkspace()
  const first = items.next()
  expect(await waitUntil(() => codes.length >= 3, 5_000)).toBe(true)
  expect(new Set(codes)).toEqual(new Set([4500]))
  expect(serving.logged.some(({ msg }) => msg === 'A request failed for an unexpected reason')).toBe(true)

  await migrate(serving.surroundings)
  expect(await first).toEqual({ done: false, value: { type: 'gap' } })
  expect(client.connection).toEqual({ state: 'connected', transport: 'websocket' })
  expect(states.map(({ state }) => state)).not.toContain('refused')
  // The server has said itself what is wrong: no event stream is tried in the place of the socket.
  expect(states.map(({ transport }) => transport)).not.toContain('sse')
  await items.return!()
  await client.close()
})
