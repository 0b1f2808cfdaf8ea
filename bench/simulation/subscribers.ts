import { once } from 'node:events'
import WebSocket from 'ws'

/**
 * Subscribers of all events of the workspace, a socket each. Arguments: the API's address, its token, how many. Answers each
 * message with how many events have come so far.
 */
const [url, token, count] = process.argv.slice(2) as [string, string, string]
let received = 0

async function open(): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  const send = (message: object) => socket.send(JSON.stringify(message))
  send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
  await once(socket, 'message')
  const query =
    'subscription { workspaceEvents { cursor sequence type level at message status progress currentStep } }'
  send({ id: crypto.randomUUID(), type: 'subscribe', payload: { query } })
  socket.on('message', (data) => {
    if (String(data).includes('"next"')) received++
  })
}

await Promise.all(Array.from({ length: Number(count) }, open))
process.on('message', () => process.send!({ received }))
process.on('disconnect', () => process.exit())
process.stdout.write('The subscribers are ready\n')
