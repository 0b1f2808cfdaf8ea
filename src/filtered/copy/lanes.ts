import type pg from 'pg'
import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { messageOf } from '../../platform/errors.ts'
import type { CopyReport } from './progress.ts'
import type { Snapshot } from './snapshot.ts'
import { openTargetSession, type Target } from './target.ts'

/** A connection to the source and one to the target, between which rows are piped. */
export type Lane = { source: PostgresConnection; target: Target }

const mostLanes = 3

/** The first lane reads by the snapshot's leader, so that a source that takes one connection alone is enough. */
export async function openLanes(options: {
  snapshot: Snapshot
  openTarget(): Promise<pg.Client>
  schemas: string[]
  signal: AbortSignal
  wanted: number
  report: Pick<CopyReport, 'warn'>
}): Promise<Lane[]> {
  const { snapshot, openTarget, schemas, signal, wanted, report } = options
  const lanes: Lane[] = []
  try {
    const open = async (source: PostgresConnection) => {
      lanes.push({ source, target: await openTargetSession(openTarget, schemas, signal) })
    }
    await open(snapshot.leader)
    while (lanes.length < Math.min(mostLanes, wanted)) {
      const source = await snapshot.reader().catch((error) => {
        signal.throwIfAborted()
        report.warn(`Rows are read over ${lanes.length} connections: ${messageOf(error)}`)
        return null
      })
      if (!source) break
      await open(source)
    }
    return lanes
  } catch (error) {
    await Promise.all(lanes.map(({ target }) => target.close()))
    throw error
  }
}

/** Each lane takes the next piece of work when it has done one. The first failure ends the others, and is thrown. */
export async function runInLanes(
  lanes: Lane[],
  failed: AbortController,
  work: ((lane: Lane) => Promise<void>)[],
): Promise<void> {
  const rest = work.values()
  const failures: unknown[] = []
  await Promise.all(
    lanes.map(async (lane) => {
      try {
        for (const piece of rest) {
          if (failures.length > 0) return
          await piece(lane)
        }
      } catch (error) {
        failures.push(error)
        failed.abort(error)
      }
    }),
  )
  if (failures.length > 0) throw failures[0]
}
