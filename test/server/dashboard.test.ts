import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pathOf } from '../../src/server/address.ts'
import { readDashboard } from '../../src/server/dashboard.ts'

const page = '<!doctype html><title>Quarry</title>'
const script = 'export const answer = 42'
let directory: string
let server: Server
let url: string

async function serve(from: string): Promise<[Server, string]> {
  const dashboard = await readDashboard(from)
  const server = createServer((request, response) => {
    if (!dashboard.handle(request, response, pathOf(request))) response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quarry-dashboard-'))
  await mkdir(path.join(directory, 'assets'))
  await writeFile(path.join(directory, 'index.html'), page)
  await writeFile(path.join(directory, 'assets', 'index-1.js'), script)
  await writeFile(path.join(directory, 'assets', 'index-1.js.br'), brotliCompressSync(script))
  await writeFile(path.join(directory, '..', 'not-of-the-dashboard.txt'), 'secret')
  ;[server, url] = await serve(directory)
})
afterAll(async () => {
  server.close()
  await rm(directory, { recursive: true, force: true })
  await rm(path.join(directory, '..', 'not-of-the-dashboard.txt'), { force: true })
})

describe('the dashboard', () => {
  it.each(['/', '/tasks', '/tasks/abc', '/databases/a.b/tables/c', '/filtered-databases/new', '/queues'])(
    'is at %s, which a browser asks for anew each time',
    async (at) => {
      const response = await fetch(url + at)
      expect([response.status, await response.text()]).toEqual([200, page])
      expect(response.headers.get('cache-control')).toBe('no-cache')
      const etag = response.headers.get('etag')!
      expect((await fetch(url + at, { headers: { 'if-none-match': etag } })).status).toBe(304)
    },
  )

  it('may run nothing and load nothing that is not its own', async () => {
    const policy = (await fetch(url)).headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('has parts that are kept for good, compressed for those who take it', async () => {
    const plain = await fetch(`${url}/assets/index-1.js`, { headers: { 'accept-encoding': 'identity' } })
    expect(await plain.text()).toBe(script)
    expect(plain.headers.get('cache-control')).toContain('immutable')
    expect(plain.headers.get('content-type')).toContain('text/javascript')
    const request = get(`${url}/assets/index-1.js`, { headers: { 'accept-encoding': 'gzip, br' } })
    const [response] = await once(request, 'response')
    expect(response.headers['content-encoding']).toBe('br')
    const chunks: Buffer[] = []
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
    expect(brotliDecompressSync(Buffer.concat(chunks)).toString()).toBe(script)
  })

  it.each([
    '/assets/none.js',
    '/assets/../../not-of-the-dashboard.txt',
    '/..%2fnot-of-the-dashboard.txt',
    '/graphql',
    '/charts/x',
    '/taskss',
  ])('has nothing at %s', async (at) => {
    expect((await fetch(url + at)).status).toBe(404)
  })

  it('is only read', async () => {
    expect((await fetch(url, { method: 'POST' })).status).toBe(404)
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('')
  })

  it('says how it is built where it is not', async () => {
    const [unbuilt, at] = await serve(path.join(directory, 'nowhere'))
    const response = await fetch(`${at}/tasks`)
    expect([response.status, await response.text()]).toEqual([
      503,
      'The dashboard is not built; run: npm run build\n',
    ])
    unbuilt.close()
  })
})
