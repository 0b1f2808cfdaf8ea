import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readPostmasterFile } from '../../src/platform/embedded/postmaster.ts'
import { processStart, waitUntil } from '../../src/platform/processes.ts'
import { query, useClusters } from './clusters.ts'

const { copyOfCluster, newDirectory, start, startOwner } = useClusters()

const clusterOf = (directory: string) => path.join(directory, 'cluster')
const serverPid = async (directory: string) => (await readPostmasterFile(clusterOf(directory)))!.pid
const hasEnded = (pid: number) => waitUntil(async () => (await processStart(pid)) === null, 10_000)

describe('the embedded PostgreSQL after a crash', () => {
  it('makes the cluster anew where the first attempt was killed', async () => {
    const directory = newDirectory()
    const { owner } = startOwner(directory)
    const begun = async () =>
      (await readdir(directory).catch(() => [])).some((name) => name.startsWith('cluster.new'))
    expect(await waitUntil(begun, 10_000, 5)).toBe(true)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const { connectionString } = await start({ directory })
    expect(await query(connectionString('postgres'), 'select 1')).toEqual([1])
    expect((await readdir(directory)).sort()).toEqual(['cluster', 'password', 'server.log'])
  })

  it('replaces the server that a killed process left behind, and keeps what was committed', async () => {
    const directory = await copyOfCluster()
    const { owner, nextLine } = startOwner(directory)
    await query((await nextLine())!, 'create table committed as select 8 as value')
    const left = await serverPid(directory)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    expect(await processStart(left)).not.toBeNull()

    const said: string[] = []
    const { connectionString } = await start({ directory, onLog: (line) => said.push(line) })
    expect(await processStart(left)).toBeNull()
    expect(said[0]).toContain(`process ${left}`)
    expect(await query(connectionString('postgres'), 'select value from committed')).toEqual([8])
  })

  it('says that its server died, and recovers on the next start in spite of a busy backend', async () => {
    const directory = await copyOfCluster()
    const server = await start({ directory })
    await query(server.connectionString('postgres'), 'create table committed as select 9 as value')
    const busy = query(
      server.connectionString('postgres'),
      'select count(*) from generate_series(1, 1e12)',
    ).catch(String)
    const running = "select count(*)::int from pg_stat_activity where query like 'select count(*) from gen%'"
    const isBusy = async () => (await query(server.connectionString('postgres'), running))[0] === 1
    expect(await waitUntil(isBusy, 10_000)).toBe(true)
    process.kill(await serverPid(directory), 'SIGKILL')
    expect((await server.died).message).toContain('SIGKILL')

    const { connectionString } = await start({ directory })
    expect(await query(connectionString('postgres'), 'select value from committed')).toEqual([9])
    expect(await busy).toContain('terminat')
  })

  it('starts over the pid file of a process that has ended', async () => {
    const directory = await copyOfCluster()
    const ended = spawn('true')
    await once(ended, 'exit')
    await writeFile(
      path.join(clusterOf(directory), 'postmaster.pid'),
      `${ended.pid}\n${clusterOf(directory)}\n`,
    )
    const { connectionString } = await start({ directory })
    expect(await query(connectionString('postgres'), 'select 1')).toEqual([1])
  })

  it("leaves alone another program that got its old server's pid", async () => {
    const directory = await copyOfCluster()
    const file = path.join(clusterOf(directory), 'postmaster.pid')
    const { uid, gid } = await stat(clusterOf(directory))
    const other = spawn('sleep', ['60'], { uid, gid, cwd: '/' })
    onTestFinished(() => void other.kill())
    await writeFile(file, `${other.pid}\n${clusterOf(directory)}\n`)
    await chown(file, uid, gid)
    await start({ directory })
    expect(await processStart(other.pid!)).not.toBeNull()
  })

  it("survives a Ctrl-C in its owner's terminal until its owner stops it", async () => {
    const directory = await copyOfCluster()
    const { owner, nextLine } = startOwner(
      directory,
      `process.on('SIGINT', async () => {
         await new Promise((passed) => setTimeout(passed, 300))
         const client = new (await import('pg')).default.Client({ connectionString: server.connectionString('postgres') })
         await client.connect()
         console.log((await client.query("select 'still there' as answer")).rows[0].answer)
         await client.end()
         await server.stop()
       })`,
    )
    await nextLine()
    const pid = await serverPid(directory)
    process.kill(-owner.pid!, 'SIGINT')
    expect(await nextLine()).toBe('still there')
    expect(await once(owner, 'exit')).toEqual([0, null])
    expect(await processStart(pid)).toBeNull()
  })

  it('does not outlive a process that exits without stopping it', async () => {
    const directory = await copyOfCluster()
    const { nextLine } = startOwner(directory, 'setTimeout(() => process.exit(1), 500)')
    await nextLine()
    expect(await hasEnded(await serverPid(directory))).toBe(true)
  })
})
