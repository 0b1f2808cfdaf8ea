import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configuration, tokensOfUsers } from '../../bench/limits/users.ts'
import { quantile } from '../../bench/measure.ts'
import { createBodies, type Place } from '../../src/server/limits/bodies.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { useProcesses } from '../start/processes.ts'
import { startServing } from './serving.ts'
import { bearer, openAckedSocket, openSocket, post, type Result } from './transports.ts'

const clients = 300
const memoryBytes = 512 * 2 ** 20
const who = { query: '{ viewer { role } }' }
/** As much as a body may hold: 1 MB of values that each become something of their own in memory. */
const large = JSON.stringify({
  ...who,
  variables: { rows: Array(149_000).fill([]), text: 'a'.repeat(600_000) },
})

describe('the server process', () => {
  const { newDirectory, start } = useProcesses()
  const token = randomBytes(24).toString('base64url')
  let database: TestDatabase
  let serving: { url: string; token: string }
  let pid: number
  let users: string[]
  beforeAll(async () => {
    database = await createDatabase()
    const environment = {
      DATABASE_URL: database.connectionString,
      DATA_DIR: await newDirectory(),
      ACCESS_TOKEN: token,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      PORT: '0',
      LOG_LEVEL: 'info',
      BODY_TIMEOUT_SECONDS: '5',
      ...configuration,
    }
    expect(await start(environment, ['migrate']).ended).toBe(0)
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'))
    const [program, ...args] = scripts.serve.split(' ')
    const server = start(environment, args, program)
    serving = { url: await server.url(), token }
    pid = server.pid
    users = await tokensOfUsers(clients)
  })
  afterAll(async () => {
    process.kill(pid)
    await sleep(500)
    await database.drop()
  })

  async function mostMemory(): Promise<number> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1_024
  }

  /** How long an ordinary query takes while `work` is done, each time. */
  async function whileAsked(work: Promise<unknown>): Promise<number[]> {
    const took: number[] = []
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    while (!isDone) {
      const begun = performance.now()
      // On a connection of its own: the server closes those that are idle for long, as some are here.
      expect((await post(serving, who, { connection: 'close' })).data).toEqual({ viewer: { role: 'ADMIN' } })
      took.push(performance.now() - begun)
      await sleep(100)
    }
    await done
    return took
  }

  async function send(token: string): Promise<number> {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer({ ...serving, token }), 'content-type': 'application/json' },
      body: large,
    })
    const { data, errors } = (await response.json()) as Result
    if (response.status === 200) expect(data).toEqual({ viewer: { role: 'EDITOR' } })
    else {
      expect([response.status, errors![0]!.extensions.code]).toEqual([503, 'OVERLOADED'])
      expect(response.headers.get('retry-after')).toBe('5')
    }
    return response.status
  }

  it('stays under 512 MB while 300 users send bodies of 1 MB at once, tells those that it has no room for when to come again, and goes on answering others', {
    timeout: 60_000,
  }, async () => {
    expect(Buffer.byteLength(large)).toBeGreaterThan(1_000_000)
    let statuses: number[] = []
    const took = await whileAsked(
      Promise.all(users.map(send)).then((all) => {
        statuses = all
      }),
    )
    expect(statuses).toContain(200)
    expect(quantile(took, 0.5)).toBeLessThan(500)
    expect(await mostMemory()).toBeLessThan(memoryBytes)
  })

  it('stays under 512 MB while 300 sockets bring messages of 1 MB that do not end, and ends those', {
    timeout: 60_000,
  }, async () => {
    const sockets = await Promise.all(
      Array.from({ length: clients }, (_, at) => openAckedSocket({ ...serving, token: users[at]! })),
    )
    const before = await openAckedSocket(serving)
    for (const { socket } of sockets) socket.send(large.slice(0, 1_000_000), { fin: false })
    const ends: number[] = []
    const took = await whileAsked(
      Promise.all(sockets.map(async ({ closed }) => ends.push((await closed).code))),
    )
    // Who had room was given its time; the others were not read meanwhile.
    expect([...new Set(ends)].sort()).toEqual([1013, 4408])
    expect(quantile(took, 0.5)).toBeLessThan(500)
    before.send({ id: '1', type: 'subscribe', payload: JSON.parse(large) })
    expect(await before.next()).toMatchObject({
      type: 'next',
      payload: { data: { viewer: { role: 'ADMIN' } } },
    })
    before.socket.close()
    expect(await mostMemory()).toBeLessThan(memoryBytes)
  })
})

describe('a body that does not come', () => {
  it('is cut with 408 after BODY_TIMEOUT_SECONDS, small or large, and leaves its room to others', async () => {
    const env = { BODY_TIMEOUT_SECONDS: '1', MAX_BODIES_BYTES: '1100000' }
    const serving = await startServing({ env })
    const { hostname, port } = new URL(serving.url)
    const dribble = async (length: number) => {
      const connection = connect(Number(port), hostname)
      connection.on('error', () => {})
      connection.write(
        `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${serving.token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
      )
      const dribbling = setInterval(() => connection.write(' '), 100)
      let answer = ''
      for await (const chunk of connection) answer += chunk
      clearInterval(dribbling)
      return answer
    }
    const begun = performance.now()
    const slow = [100, 1_000_000].map(dribble)
    await sleep(100)
    const { status, data } = await post(serving, JSON.parse(large))
    expect([status, data]).toEqual([200, { viewer: { role: 'ADMIN' } }])
    for (const answer of await Promise.all(slow)) {
      expect(answer).toContain('HTTP/1.1 408')
      expect(answer).toContain('BODY_TOO_SLOW')
    }
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(serving.logged).toEqual([])
    await serving.stop()
  })
})

describe('a message on a WebSocket', () => {
  it('that does not come to its end closes the socket with 4408, however small; one that is quiet stays', async () => {
    const serving = await startServing({ env: { BODY_TIMEOUT_SECONDS: '1' } })
    const [quiet, slow] = await Promise.all([openAckedSocket(serving), openAckedSocket(serving)])
    const pongs = setInterval(() => quiet.socket.pong('still here'), 100)
    slow.socket.send('{', { fin: false })
    expect((await slow.closed).code).toBe(4408)
    await sleep(1_000)
    clearInterval(pongs)
    quiet.send({ id: '1', type: 'subscribe', payload: who })
    expect(await quiet.next()).toMatchObject({ type: 'next', payload: { data: { viewer: {} } } })
    quiet.socket.close()
    await serving.stop()
  })
})

describe('a socket that has not said whose it is', () => {
  it('is closed where it brings more than a small message', async () => {
    const serving = await startServing()
    const { socket, closed } = await openSocket(serving)
    socket.send('a'.repeat(100_000), { fin: false })
    expect((await closed).code).toBe(1009)
    await serving.stop()
  })
})

describe('room for bodies', () => {
  it('is taken up to the limit, half of it by one user, and given in turn to those who wait', async () => {
    const bodies = createBodies(100)
    const first = bodies.enter('ann', 50) as Place
    const second = bodies.enter('ann', 10) as Promise<Place>
    const third = bodies.enter('ben', 40) as Place
    expect(second).toBeInstanceOf(Promise)
    expect(bodies.taken).toBe(90)
    third.shrink(10)
    const fourth = bodies.enter('ben', 40) as Place
    expect(bodies.taken).toBe(100)
    first.shrink(30)
    await second
    expect(bodies.taken).toBe(90)
    for (const place of [first, await second, third, fourth, first]) place.leave()
    expect(bodies.taken).toBe(0)
  })

  it('is not waited for without end, nor by very many', async () => {
    const bodies = createBodies(100, 50)
    const place = bodies.enter('ann', 50) as Place
    expect(await bodies.enter('ann', 50)).toBeNull()
    const all = Array.from({ length: 400 }, (_, at) => bodies.enter(`user ${at % 3}`, 100))
    expect(all.filter((one) => one === null)).toHaveLength(100)
    place.leave()
    await Promise.all(all.map(async (one) => (await one)?.leave()))
    expect(bodies.taken).toBe(0)
  })
})
