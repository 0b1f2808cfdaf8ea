import { readdir } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { leftOver, processesOf, useProcesses, workerOf } from './processes.ts'

const processes = useProcesses()
let initialised: string

beforeAll(async () => {
  initialised = await processes.newDirectory()
  const quarry = processes.start({ DATA_DIR: initialised, PORT: '0' })
  await quarry.url()
  quarry.signal('SIGTERM')
  await quarry.ended
})

describe('a start that is broken off', () => {
  const has = async (at: string, is: (name: string) => boolean) =>
    (await readdir(at).catch(() => [])).some(is)
  type Moment = [string, 'SIGTERM' | 'SIGINT', () => Promise<string>, (at: string) => Promise<boolean>]
  const cluster = (at: string) => has(`${at}/postgres`, (name) => name.startsWith('cluster.new-'))
  const moments: Moment[] = [
    [
      'as soon as it has the directory',
      'SIGINT',
      processes.newDirectory,
      (at) => has(at, (name) => name === 'lock.1'),
    ],
    ['while the cluster is made', 'SIGTERM', processes.newDirectory, cluster],
    ['while the cluster is made', 'SIGINT', processes.newDirectory, cluster],
    [
      'while PostgreSQL starts',
      'SIGTERM',
      () => processes.copyOf(initialised),
      (at) => has(`${at}/postgres/cluster`, (name) => name === 'postmaster.pid'),
    ],
    [
      'while the worker starts',
      'SIGINT',
      () => processes.copyOf(initialised),
      async (at) => (await workerOf(at)) !== undefined,
    ],
  ]

  it.each(moments)(
    '%s, by %s to its process group, ends with exit code 0 and leaves nothing behind',
    async (_, signal, directoryOf, isThere) => {
      const at = await directoryOf()
      const quarry = processes.start({ DATA_DIR: at, PORT: '0' })
      expect(await waitUntil(() => isThere(at), 20_000, 5)).toBe(true)
      quarry.signalGroup(signal)
      expect([await quarry.ended, quarry.output()]).toEqual([0, expect.not.stringContaining('could not')])
      expect(await processesOf(at)).toEqual([])
    },
  )

  it('is made up for by the next one', async () => {
    const at = await processes.newDirectory()
    const broken = processes.start({ DATA_DIR: at, PORT: '0' })
    expect(await waitUntil(() => has(at, (name) => name === 'postgres'), 20_000, 1)).toBe(true)
    broken.signal('SIGKILL')
    await broken.ended
    const next = processes.start({ DATA_DIR: at, PORT: '0' })
    expect((await fetch(new URL('/health/ready', await next.url()))).status).toBe(200)
    next.signal('SIGTERM')
    expect(await next.ended).toBe(0)
    expect(await leftOver(at, 5_000)).toEqual([])
  })
})
