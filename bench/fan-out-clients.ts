import { once } from 'node:events'
import WebSocket from 'ws'
import type { ClientsAnswer, ClientsCommand, Subscribe } from './fan-out-commands.ts'

/** The subscribers, in a process of their own: their work is not the servers'. */

type Group = { sockets: WebSocket[]; expected: number; delaysMs: number[] }

const groups = new Map<string, Group>()
const openedAtATime = 50
const answer = (message: ClientsAnswer) => process.send!(message)

/** Where an event's own time stands in a message: parsing all of it would measure this process. */
const timeKey = '"at":"'
const timeLength = '2026-01-01T00:00:00.000Z'.length

function received(group: Group, data: Buffer) {
  const from = data.indexOf(timeKey) + timeKey.length
  group.delaysMs.push(Date.now() - Date.parse(data.toString('latin1', from, from + timeLength)))
  if (group.delaysMs.length === group.expected) answer({ delaysMs: group.delaysMs })
}

/** Resolves when the subscription stands. */
async function open({ url, token, query, standsWith }: Subscribe, variables: object, group: Group) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  group.sockets.push(socket)
  const send = (message: object) => socket.send(JSON.stringify(message))
  await once(socket, 'open')
  send({ type: 'connection_init', payload: token === null ? {} : { authorization: `Bearer ${token}` } })
  await once(socket, 'message')
  const stands = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer) => {
    if (data.includes('"next"')) received(group, data)
    else if (data.includes('"error"')) throw new Error(String(data))
    if (data.includes(standsWith)) stands.resolve()
  })
  // graphql-ws, as most clients, has ids of its own making.
  send({ id: crypto.randomUUID(), type: 'subscribe', payload: { query, variables } })
  send({ type: 'ping' })
  await stands.promise
}

async function subscribe(asked: Subscribe) {
  const group: Group = { sockets: [], expected: 0, delaysMs: [] }
  groups.set(asked.group, group)
  for (let from = 0; from < asked.variables.length; from += openedAtATime) {
    const some = asked.variables.slice(from, from + openedAtATime)
    await Promise.all(some.map((variables) => open(asked, variables, group)))
  }
  answer({ subscribed: asked.group })
}

async function leave(name: string) {
  const sockets = groups.get(name)!.sockets
  groups.delete(name)
  const closed = sockets.map((socket) => once(socket, 'close'))
  for (const socket of sockets) socket.close(1000)
  await Promise.all(closed)
  answer({ left: name })
}

process.on('message', (command: ClientsCommand) => {
  if ('subscribe' in command) subscribe(command.subscribe)
  else if ('leave' in command) leave(command.leave.group)
  else Object.assign(groups.get(command.expect.group)!, { expected: command.expect.count, delaysMs: [] })
})
process.on('disconnect', () => process.exit())
process.stdout.write('The subscribers are ready\n')
