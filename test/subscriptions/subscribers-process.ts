import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { waitUntil } from '../../src/platform/processes.ts'
import type { Command, Got, Watch } from './commands.ts'

/** Subscribers in a process of their own, so that their work is not the test's. Arguments: the server's address, the token. */
const [url, token] = process.argv.slice(2) as [string, string]

type Subscriber = { first: number; last: number }
type Group = { sockets: WebSocket[]; subscribers: Subscriber[]; broken: string[] }

const groups = new Map<string, Group>()
const openedAtATime = 25

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  await once(socket, 'message')
  return socket
}

const subscribe = (socket: WebSocket, id: string, query: string, variables: object) =>
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }))

/** Whatever field it is, an event has its sequence. */
function take(group: Group, subscriber: Subscriber, text: string) {
  const { type, payload } = JSON.parse(text)
  if (type === 'next' && !payload.errors) {
    const { sequence } = Object.values(payload.data)[0] as { sequence: number }
    if (subscriber.first === 0) subscriber.first = sequence
    else if (sequence !== subscriber.last + 1) group.broken.push(`${sequence} came after ${subscriber.last}`)
    subscriber.last = sequence
  } else if (type !== 'pong') group.broken.push(text)
}

async function watch({ group: name, query, variables, sockets, subscriptions }: Watch) {
  const group: Group = { sockets: [], subscribers: [], broken: [] }
  groups.set(name, group)
  const join = async () => {
    const socket = await open()
    const own = Array.from({ length: subscriptions }, () => ({ first: 0, last: 0 }))
    socket.on('message', (data) => {
      const text = String(data)
      take(group, own[Number(/"id":"(\d+)"/.exec(text)?.[1])]!, text)
    })
    own.forEach((_, id) => {
      subscribe(socket, String(id), query, variables)
    })
    group.sockets.push(socket)
    group.subscribers.push(...own)
  }
  for (let opened = 0; opened < sockets; opened += openedAtATime)
    await Promise.all(Array.from({ length: Math.min(openedAtATime, sockets - opened) }, join))
  await waitUntil(() => group.subscribers.every(({ first }) => first > 0), 30_000)
}

const gotBy = ({ subscribers, broken }: Group): Got => ({
  firsts: subscribers.map(({ first }) => first),
  lasts: subscribers.map(({ last }) => last),
  broken,
})

const waysToGo = [
  (socket: WebSocket) => socket.terminate(),
  (socket: WebSocket) => socket.close(1000),
  (socket: WebSocket) => {
    socket.send(JSON.stringify({ id: 'one', type: 'complete' }))
    socket.close(1000)
  },
]

/** Stays until there is a first event, or a moment where there may be none. */
async function comeAndGo(query: string, variables: object, round: number) {
  const socket = await open()
  const event = once(socket, 'message')
  subscribe(socket, 'one', query, query.includes('$taskId') ? variables : {})
  await (query.includes('$taskId') ? event : sleep(20))
  const closed = once(socket, 'close')
  waysToGo[round % waysToGo.length]!(socket)
  await closed
}

async function obey(command: Command): Promise<unknown> {
  if ('watch' in command) {
    await watch(command.watch)
    return gotBy(groups.get(command.watch.group)!)
  }
  if ('awaitEvent' in command) {
    const { group: name, sequence, withinMs } = command.awaitEvent
    const group = groups.get(name)!
    await waitUntil(() => group.subscribers.every(({ last }) => last >= sequence), withinMs)
    return gotBy(group)
  }
  if ('comeAndGo' in command) {
    const { queries, variables, rounds } = command.comeAndGo
    let round = 0
    const one = async () => {
      while (round < rounds) {
        const current = round++
        await comeAndGo(queries[current % queries.length]!, variables, current)
      }
    }
    await Promise.all(Array.from({ length: openedAtATime }, one))
    return true
  }
  if ('pause' in command) for (const socket of groups.get(command.pause)!.sockets) socket.pause()
  else if ('resume' in command) for (const socket of groups.get(command.resume)!.sockets) socket.resume()
  else {
    const { sockets } = groups.get(command.leave)!
    groups.delete(command.leave)
    for (const socket of sockets) socket.terminate()
    await sleep(0)
  }
  return true
}

process.on('message', (command: Command) => {
  obey(command).then(
    (answer) => process.send!(answer),
    (error) => {
      process.stderr.write(`${error.stack}\n`)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
process.send!('ready')
