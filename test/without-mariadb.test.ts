import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingMariaDb } from './mariadb-server.ts'

/** The tests as they run on a machine without MariaDB. */
describe('where MariaDB is not installed', () => {
  let nowhere: string
  beforeAll(async () => {
    nowhere = await mkdtemp(path.join(tmpdir(), 'quarry-no-mariadb-'))
  })
  afterAll(() => rm(nowhere, { recursive: true, force: true }))

  const report = () => path.join(nowhere, 'report.json')

  async function runTests(files: string[], env: Record<string, string> = {}) {
    const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|CI$|NODE_OPTIONS$)/.test(name))
    const { code, stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report()}`, ...files],
      { env: { ...Object.fromEntries(own), MARIADB_BIN: nowhere, ...env }, maxBuffer: 2 ** 26 },
    ).then(
      (output) => ({ code: 0, ...output }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
    return {
      code,
      said: `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes(missingMariaDb)),
    }
  }

  it('the tests that need it are left out, one line says how to get it, and nothing fails', {
    timeout: 240_000,
  }, async () => {
    const all = (await readdir('test', { recursive: true })).filter((file) => file.endsWith('.test.ts'))
    const files: string[] = []
    for (const file of all.map((name) => path.join('test', name)))
      if (/from '[./]+\/mariadb\.ts'/.test(await readFile(file, 'utf8'))) files.push(file)
    expect(files.length).toBeGreaterThan(4)
    const { code, said } = await runTests(files)
    expect([code, said]).toEqual([0, [missingMariaDb]])
    const { numFailedTests, numPendingTests } = JSON.parse(await readFile(report(), 'utf8'))
    expect(numFailedTests).toBe(0)
    expect(numPendingTests).toBeGreaterThan(150)
  })

  it('a run with CI=true fails and says so', { timeout: 120_000 }, async () => {
    const { code, said } = await runTests(['test/databases/connection-string.test.ts'], { CI: 'true' })
    expect(code).not.toBe(0)
    expect(said).toHaveLength(1)
  })
})
