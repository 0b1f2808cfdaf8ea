import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { hasMariaDb, missingMariaDb, stopProcess } from './mariadb-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the one server of the run is once a test needs it; null where MariaDB is not installed. */
    mariaDbDirectory: string | null
  }
}

export default async function prepareMariaDb(project: TestProject): Promise<() => Promise<void>> {
  if (!hasMariaDb()) {
    if (process.env.CI === 'true') throw new Error(`${missingMariaDb}, and with CI=true none may be`)
    process.stderr.write(`${missingMariaDb}\n`)
    project.provide('mariaDbDirectory', null)
    return async () => {}
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-mariadb-'))
  project.provide('mariaDbDirectory', directory)
  return async () => {
    const server = await readFile(path.join(directory, 'server', 'server.json'), 'utf8').catch(() => null)
    if (server !== null) await stopProcess(JSON.parse(server).pid)
    await rm(directory, { recursive: true, force: true })
  }
}
