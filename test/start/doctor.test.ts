import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry } from '../quarry.ts'

let directory: string
let empty: TestDatabase

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quarry-doctor-'))
  empty = await createDatabase()
})
afterAll(async () => {
  await empty.drop()
  await rm(directory, { recursive: true, force: true })
})

async function doctor(env: Record<string, string>) {
  const run = promisify(execFile)(process.execPath, ['src/main.ts', 'doctor'], {
    env: { ...process.env, DATA_DIR: directory, LOG_LEVEL: 'silent', ...env },
  })
  const { code, stdout, stderr } = await run.then(
    (output) => ({ code: 0, ...output }),
    (error) => error as { code: number; stdout: string; stderr: string },
  )
  const lines = stdout.trim().split('\n')
  const failed = lines.filter((line) => line.startsWith('FAILED')).map((line) => line.slice(8, 23).trim())
  return { code, stderr, stdout, failed }
}

describe('npm run doctor', () => {
  it('finds nothing wrong with an installation that works', async () => {
    const quarry = await startQuarry()
    try {
      let report = await doctor({ DATABASE_URL: quarry.surroundings.databaseUrl })
      await waitUntil(async () => {
        report = await doctor({ DATABASE_URL: quarry.surroundings.databaseUrl })
        return report.code === 0
      }, 10_000)
      expect(report).toMatchObject({ code: 0, failed: [] })
      for (const check of [
        'database',
        'migrations',
        'queue',
        'notifications',
        'workers',
        'clock',
        'disk',
        'filtered',
      ])
        expect(report.stdout).toMatch(new RegExp(`^ok +${check} `, 'm'))
    } finally {
      await quarry.stop()
    }
  })

  it('says what is missing and what to do, and fails', async () => {
    const report = await doctor({ DATABASE_URL: empty.connectionString })
    expect(report).toMatchObject({
      code: 1,
      failed: ['migrations', 'queue', 'partitions', 'workers'],
      stderr: '4 checks failed\n',
    })
    expect(report.stdout).toContain('run: npm run migrate')
  })

  it('says how to start a database where there is none', async () => {
    const report = await doctor({ DATABASE_URL: '' })
    expect(report).toMatchObject({ code: 1, failed: ['database'], stderr: '1 check failed\n' })
    expect(report.stdout).toContain('npm start')
  })

  it('says that a database does not answer', async () => {
    const report = await doctor({ DATABASE_URL: 'postgresql://quarry:h4rd-to-guess@127.0.0.1:1/quarry' })
    expect(report.code).toBe(1)
    expect(report.failed).toContain('database')
    expect(report.stdout + report.stderr).not.toContain('h4rd-to-guess')
  })
})
