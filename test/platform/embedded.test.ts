import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readPostmasterFile } from '../../src/platform/embedded/postmaster.ts'
import { query, useClusters } from './clusters.ts'

const { copyOfCluster, newDirectory, start } = useClusters()

describe('the embedded PostgreSQL', () => {
  it('makes a UTF-8 cluster with checksums on first start, and listens on 127.0.0.1 alone', async () => {
    const directory = newDirectory()
    const { version, connectionString } = await start({ directory })
    const shown = [
      'listen_addresses',
      'unix_socket_directories',
      'server_encoding',
      'data_checksums',
      'TimeZone',
    ]
    const values = await query(
      connectionString('postgres'),
      `select ${shown.map((name) => `current_setting('${name}')`)}, current_user, datlocprovider, datlocale
       from pg_database where datname = current_database()`,
    )
    expect(version).toMatch(/^18\.\d+$/)
    expect(values).toEqual(['127.0.0.1', '', 'UTF8', 'on', 'UTC', 'quarry', 'b', 'C.UTF-8'])
    expect((await stat(path.join(directory, 'password'))).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(directory, 'cluster'))).mode & 0o777).toBe(0o700)
  })

  it('refuses whoever does not know the password', async () => {
    const { connectionString } = await start({ directory: await copyOfCluster() })
    const url = new URL(connectionString('postgres'))
    url.password = 'guess'
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('keeps its data and its password over a restart', async () => {
    const directory = await copyOfCluster()
    const first = await start({ directory })
    await query(first.connectionString('postgres'), 'create table kept as select 7 as value')
    await first.stop()
    const second = await start({ directory, port: first.port })
    expect(second.connectionString('postgres')).toBe(first.connectionString('postgres'))
    expect(await query(second.connectionString('postgres'), 'select value from kept')).toEqual([7])
  })

  it('does not run as root, even in a directory of root that nobody else may enter', async () => {
    const directory = await copyOfCluster()
    expect((await stat(path.dirname(directory))).mode & 0o777).toBe(0o700)
    await start({ directory })
    const file = await readPostmasterFile(path.join(directory, 'cluster'))
    const { stdout } = await promisify(execFile)('ps', ['-o', 'uid=', '-p', String(file!.pid)])
    expect(Number(stdout)).toBeGreaterThan(0)
  })

  it("refuses a port that is another program's, and takes it once it is free", async () => {
    const directory = await copyOfCluster()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    await expect(start({ directory, port })).rejects.toThrow(`port ${port} is in use by another program`)
    other.close()
    await once(other, 'close')
    expect((await start({ directory, port })).port).toBe(port)
  })

  it('tells why it did not start in the words of the server', async () => {
    const directory = await copyOfCluster()
    const wrong = start({ directory, settings: { shared_buffers: 'plenty' } })
    await expect(wrong).rejects.toThrow(/did not start: .*"shared_buffers": "plenty"/)
    expect(await readFile(path.join(directory, 'server.log'), 'utf8')).toContain('plenty')
  })

  it('says so where the password was replaced, and leaves no server running', async () => {
    const directory = await copyOfCluster()
    await writeFile(path.join(directory, 'password'), 'another')
    await expect(start({ directory })).rejects.toThrow(`its password is not the one in ${directory}/password`)
    expect(await readPostmasterFile(path.join(directory, 'cluster'))).toBeNull()
  })
})
