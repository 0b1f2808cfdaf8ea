import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ExecutionResult } from 'graphql'
import { describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { spliceResults } from '../../src/server/spliced-results.ts'

/** Both ends of a connection. */
async function openPair() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new WebSocketServer({ server })
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [[socket, request]] = await Promise.all([once(sockets, 'connection'), once(client, 'open')])
  return {
    socket: socket as WebSocket,
    connection: request.socket as Socket,
    client,
    close() {
      client.terminate()
      sockets.close()
      server.close()
    },
  }
}

/** A result for many again and again, until somebody ends it. */
function endless() {
  const state = { ended: false }
  async function* results(): AsyncGenerator<ExecutionResult, void, void> {
    try {
      for (;;) yield Object.assign({ data: { n: 1 } }, { stringify: () => '{"data":{"n":1}}' })
    } finally {
      state.ended = true
    }
  }
  return { state, results: results() }
}

describe('results that many sockets get', () => {
  it('leave with the id of each operation', async () => {
    const { socket, client, close } = await openPair()
    const { results } = endless()
    const received = once(client, 'message')
    const spliced = spliceResults(results, 'a "quoted" id', socket)
    spliced.next().catch(() => {})
    expect(JSON.parse(String((await received)[0]))).toEqual({
      id: 'a "quoted" id',
      type: 'next',
      payload: { data: { n: 1 } },
    })
    close()
  })

  it('end where the connection breaks while one of them is on its way', async () => {
    const { socket, connection, close } = await openPair()
    socket.on('error', () => {})
    const { results, state } = endless()
    const spliced = spliceResults(results, '1', socket)
    // The socket does not know yet: it is still open to whoever sends.
    connection.destroy()
    expect(socket.readyState).toBe(WebSocket.OPEN)
    expect(await spliced.next()).toEqual({ done: true, value: undefined })
    expect(state.ended).toBe(true)
    close()
  })
})
