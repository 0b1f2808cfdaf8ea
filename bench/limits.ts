import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createElements, register } from './elements.ts'
import { type Hostile, hostile } from './limits/refused.ts'
import { configuration, tokensOfUsers } from './limits/users.ts'
import { makeManyTables } from './many-tables.ts'
import { quantile, timed } from './measure.ts'
import { type BenchQuarry, startQuarry } from './quarry.ts'
import { type BenchOptions, type Figure, milliseconds, none, type Section, times, within } from './report.ts'
import { processorTimeMs } from './simulation/processor-time.ts'

const refusalMs = 20
const slowdown = 3
const memoryBytes = 512 * 2 ** 20
const repeats = 20
const clients = 50
const bodies = 300
const idleMs = 20_000
const loadMs = 60_000
const pauseMs = 40
const normal = '{ databases(first: 10) { nodes { id name } } tasks(first: 10) { nodes { id status } } }'
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`

/** What refusing costs the process, and what the worst that is not refused costs others. Linux alone. */
export async function benchLimits(stack: AsyncDisposableStack, _: BenchOptions): Promise<Section[]> {
  const quarry = await startQuarry(stack, { configuration })
  const refusals: Figure[] = []
  for (const [what, body] of Object.entries(hostile))
    refusals.push(within(what, await refusalCost(quarry, body), refusalMs, milliseconds))
  return [
    {
      title: 'Refusals',
      notes: [`Processor time of the API for each, the mean of ${repeats}.`],
      figures: refusals,
    },
    await benchNeighbours(quarry, { users: 1 }),
    await benchApart({ users: clients }),
    await benchBodies(),
  ]
}

/** Bodies that are each within the limit, of many users at once. */
async function benchBodies(): Promise<Section> {
  await using stack = new AsyncDisposableStack()
  const { api } = await startQuarry(stack, { configuration })
  const [own, ...tokens] = await tokensOfUsers(bodies + 1)
  const child = fork(fileURLToPath(new URL('./limits/bodies.ts', import.meta.url)), [api.url, ...tokens])
  const answered = once(child, 'message')
  const asked: number[] = []
  let isOver = false
  answered.then(() => {
    isOver = true
  })
  for (; !isOver; await sleep(pauseMs)) asked.push(await timed(() => askNormal(api.url, own!)))
  const [statuses] = await answered
  return {
    title: `${bodies} bodies of 1 MB at once`,
    notes: [
      `Each of another user; their answers by status: ${JSON.stringify(statuses)}. A normal query of one more user every ${pauseMs} ms beside them: ${asked.length}, median ${milliseconds(quantile(asked, 0.5))}, p99 ${milliseconds(quantile(asked, 0.99))}.`,
    ],
    figures: [await peakMemory('the API', api.pid!)],
  }
}

async function askNormal(url: string, token: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: normal }),
  })
  const { errors } = (await response.json()) as { errors?: { message: string }[] }
  if (errors) throw new Error(errors[0]!.message)
}

/** In processes of their own, whose memory is theirs alone. */
async function benchApart(options: { users: number }): Promise<Section> {
  await using stack = new AsyncDisposableStack()
  return await benchNeighbours(await startQuarry(stack, { configuration }), options)
}

async function refusalCost({ api }: BenchQuarry, { body, type, chunked }: Hostile): Promise<number> {
  const send = async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.token}`, 'content-type': type ?? 'application/json' },
      body: chunked ? new Blob([body]).stream() : body,
      ...(chunked && { duplex: 'half' }),
    } as RequestInit)
    const { errors } = (await response.json()) as { errors?: unknown[] }
    if (!errors) throw new Error('That was not refused')
  }
  for (let round = 0; round < 3; round++) await send()
  const before = await processorTimeMs(api.pid!)
  for (let round = 0; round < repeats; round++) await send()
  return ((await processorTimeMs(api.pid!)) - before) / repeats
}

async function benchNeighbours(quarry: BenchQuarry, { users }: { users: number }): Promise<Section> {
  const source = await quarry.createDatabase('many')
  await makeManyTables(source, 200)
  const databaseId = await register(quarry.client, source, 'many')
  await createElements(quarry.client, databaseId)
  const isOne = users === 1
  const [own, ...others] = isOne ? [quarry.api.token] : await tokensOfUsers(users + 1)
  const tokens = isOne ? Array<string>(clients).fill(own!) : others
  const twin = await quarry.startApi()
  const ask = (url: string) => timed(() => askNormal(url, own!))
  const during = async (ms: number) => {
    const [asked, ofTwin]: [number[], number[]] = [[], []]
    for (const until = performance.now() + ms; performance.now() < until; await sleep(pauseMs)) {
      asked.push(await ask(quarry.api.url))
      ofTwin.push(await ask(twin))
    }
    return { asked, ofTwin }
  }
  await during(3_000)
  const { asked: idle } = await during(idleMs)
  const child = fork(fileURLToPath(new URL('./limits/clients.ts', import.meta.url)), [
    quarry.api.url,
    databaseId,
    ...tokens,
  ])
  const { asked: loaded, ofTwin } = await during(loadMs).finally(() => child.connected && child.send('stop'))
  const [statuses] = await once(child, 'message')
  const [idleP99, p99] = [quantile(idle, 0.99), quantile(loaded, 0.99)]
  return {
    title: isOne ? 'The worst that is allowed, of one user' : `The worst that is allowed, of ${users} users`,
    notes: [
      `${clients} clients${isOne ? ' of the same user' : ', each another user'}, each asking for the next one when it has the last, for ${loadMs / 1_000} s; their answers by status: ${JSON.stringify(statuses)}. Half of them wait when they are told to.`,
      `A normal query of ${isOne ? 'the same' : 'one more'} user every ${pauseMs} ms: ${idle.length} idle, ${loaded.length} beside them; medians ${milliseconds(quantile(idle, 0.5))} and ${milliseconds(quantile(loaded, 0.5))}.`,
    ],
    figures: [
      {
        what: 'a normal query, p99',
        measured: milliseconds(p99),
        comparedWith: `idle: ${milliseconds(idleP99)}`,
        ratio: times(p99 / idleP99),
        limit: `≤ ${times(slowdown)}`,
        holds: p99 <= slowdown * idleP99,
      },
      {
        what: 'the same query at the same time, to an API process that nobody else asks, p99',
        measured: milliseconds(quantile(ofTwin, 0.99)),
        comparedWith: `idle: ${milliseconds(idleP99)}`,
        ratio: times(quantile(ofTwin, 0.99) / idleP99),
        limit: none,
        holds: null,
      },
      ...(await Promise.all([
        peakMemory('the API', quarry.api.pid!),
        peakMemory('the worker', quarry.worker.pid!),
      ])),
    ],
  }
}

async function peakMemory(what: string, pid: number): Promise<Figure> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  const title = `most memory of ${what}`
  if (kilobytes === undefined)
    return { what: title, measured: none, comparedWith: none, ratio: none, limit: none, holds: null }
  return within(title, Number(kilobytes) * 1_024, memoryBytes, megabytes)
}
