import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { whatToTry } from '../../src/demo/demo.ts'
import { waitUntil } from '../../src/platform/processes.ts'

describe('npm run demo', () => {
  it('makes the sample, creates its elements, makes a filtered database and a chart, says what to try, serves it, and ends with Ctrl-C', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'quarry-demo-'))
    const demo = spawn('npm', ['run', '--silent', 'demo'], {
      env: { ...process.env, DATA_DIR: directory },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (text) => (said += text))
    const ended = new Promise<void>((resolve) => demo.once('exit', () => resolve()))
    try {
      await waitUntil(() => said.includes('Ctrl-C stops everything.') || demo.exitCode !== null, 80_000)
      expect(said).toContain('Ctrl-C stops everything.')
      expect(said).toMatch(/Made the sample database bookshop: 21 tables, 5\d,\d{3} rows/)
      expect(said).toMatch(/100 %/)
      expect(said).toMatch(/Created the elements in \d+ ms/)
      expect(said).toContain('The catalog of bookshop holds 24 tables, 146 columns and 33 relationships.')
      expect(said).toMatch(/The plan \(RULES\): Rows of customers where there are at least 3 rows in orders/)
      expect(said).toMatch(/shop\.customers +\| SUBJECT +\| +\d/)
      expect(said).toMatch(/Copied [\d,]+ rows into 16 of 21 tables; every reference holds/)
      expect(said).toMatch(/shop\.customers +\| +3,000 \| +[1-9]\d* \|/)
      expect(said).toMatch(/\(5 rows\)\n\n {2}psql postgres(ql)?:\/\//)

      expect(said).toMatch(/Made the chart in \d+ ms\. Drew “.+”/)
      const png = await readFile(path.join(directory, 'orders-per-country.png'))
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      const [, page] = /(http\S+\/charts\/\S+)/.exec(said)!
      const svg = await (await fetch(page!)).text()
      expect(svg).toMatch(/^<svg/)

      expect(said).toMatch(/GraphiQL: +http\S+\/graphql#token=/)
      const [, url] = /Quarry is ready: +(\S+)/.exec(said)!
      const [, token] = /#token=(\S+)/.exec(said)!
      const [, body] = /-d '(.*)'/.exec(said)!
      const answer = await fetch(url!, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body!,
      })
      const { data } = await answer.json()
      expect(data.databases.nodes[0].tables.nodes).toHaveLength(3)
    } finally {
      if (demo.exitCode === null) process.kill(-demo.pid!, 'SIGINT')
      await ended
      await rm(directory, { recursive: true, force: true })
    }
  }, 120_000)

  it('names no address of GraphiQL where it is not served, as introspection is off', () => {
    const quarry = { url: 'http://127.0.0.1:4000', accessToken: 'a-token' }
    expect(whatToTry(quarry, true)).toContain(
      'GraphiQL:         http://127.0.0.1:4000/graphql#token=a-token\n',
    )
    expect(whatToTry(quarry, false)).not.toMatch(/GraphiQL|graphql#/)
    expect(whatToTry(quarry, false)).toContain('#token=a-token\n\nA first query:')
  })
})
