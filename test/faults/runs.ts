import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunStopped } from '../../src/tasks/run.ts'
import type { Run } from './history.ts'

/** What a worker says of one attempt, in a file: neither a kill nor a database that is away takes it back. */
export type RunRecord = {
  readonly run: string
  /** Its work is over, whatever becomes of it. */
  done(): void
  /** It was told to stop. */
  told(why: RunStopped['why']): void
}

type Line = { run: string; at: number } & (
  | { what: 'begun'; taskId: string; attempt: number; pid: number }
  | { what: 'done' }
  | { what: 'told'; why: RunStopped['why'] }
)

export function recordRun(directory: string, of: { taskId: string; attempt: number }): RunRecord {
  const run = randomUUID()
  mkdirSync(directory, { recursive: true })
  const file = path.join(directory, `${process.pid}.jsonl`)
  const write = (line: object) =>
    appendFileSync(file, `${JSON.stringify({ run, at: Date.now(), ...line })}\n`)
  write({ what: 'begun', ...of, pid: process.pid })
  return { run, done: () => write({ what: 'done' }), told: (why) => write({ what: 'told', why }) }
}

export type RecordedRun = Run & {
  /** Null where it was not told to stop. */
  told: { why: RunStopped['why']; at: number } | null
}

/** All runs of a scenario. Those that were cut off lasted until their process was killed. */
export async function readRuns(
  directory: string,
  killedAt: ReadonlyMap<number, number>,
): Promise<RecordedRun[]> {
  const runs = new Map<string, RecordedRun>()
  for (const name of await readdir(directory).catch(() => [])) {
    const lines = (await readFile(path.join(directory, name), 'utf8')).split('\n').filter(Boolean)
    for (const line of lines.map((text): Line => JSON.parse(text))) {
      const { run, at } = line
      if (line.what === 'begun') {
        const { taskId, attempt, pid } = line
        const doneAt = killedAt.get(pid) ?? Infinity
        runs.set(run, { run, taskId, attempt, pid, begunAt: at, doneAt, told: null })
      } else if (line.what === 'done') runs.get(run)!.doneAt = Math.min(at, runs.get(run)!.doneAt)
      else runs.get(run)!.told ??= { why: line.why, at }
    }
  }
  return [...runs.values()]
}
