import { messageOf } from '../platform/errors.ts'
import { failureOf } from '../tasks/failure.ts'

/** Tables read at a time: real progress and flat memory, at a cost of one round trip each. */
const chunkSize = 1_000

/** SQLSTATEs that would pass, but that one table can cause: its lock was not to be had, or reading it took too long. */
const tableStates = new Set(['55P03', '57014', 'MYSQL_1205', 'QUERY_TIMEOUT'])

/** What the server refused may be a table's fault; without a code of its own, or in class 25, it is the connection's. */
export function isOfTable(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (
    typeof code !== 'string' ||
    !/^([0-9A-Z]{5}|MYSQL_\d+|QUERY_TIMEOUT|SQL_FAILED|SOURCE_DAMAGED)$/.test(code)
  )
    return false
  return (
    tableStates.has(code) || !(code.startsWith('25') || failureOf(error).stored.code === 'CONNECTION_LOST')
  )
}

/** Begun before its turn, a reading has its first chunk when the turn comes. */
export type Reading = {
  begin(): void
  /** `onAllRead` is called when the source has nothing more to do for it, and can begin with what comes next. */
  run(onAllRead?: () => void): Promise<void>
}

/**
 * Reads all tables in chunks. A chunk that fails is halved until the table that is to blame stands alone: that one goes
 * to `onFailed`, the others are read all the same. A lost connection is nobody's fault, and is thrown. The source reads
 * the next chunk while `each` has the last one, so that neither server waits for the other.
 */
export function readInChunks<Table extends { sourceId: string }, Value>(
  /** Asked when the reading begins. */
  tablesToRead: () => readonly Table[],
  options: {
    read(ids: string[]): Promise<Map<string, Value>>
    /** Tables that were dropped meanwhile are not among them. */
    each(tables: { table: Table; value: Value }[]): Promise<void>
    onFailed(table: Table, message: string): void
    onProgress(done: number, total: number): void
    signal: AbortSignal
  },
): Reading {
  let tables: readonly Table[] | null = null
  let ahead: Promise<{ table: Table; value: Value }[]>

  function begin(): readonly Table[] {
    if (tables) return tables
    tables = tablesToRead()
    ahead = readFrom(tables, 0)
    return tables
  }

  return {
    begin,
    async run(onAllRead) {
      const tables = begin()
      options.onProgress(0, tables.length)
      for (let start = 0; start < tables.length; start += chunkSize) {
        const chunk = await ahead
        const next = start + chunkSize
        if (next < tables.length) ahead = readFrom(tables, next)
        else onAllRead?.()
        await options.each(chunk)
        options.onProgress(Math.min(next, tables.length), tables.length)
      }
    },
  }

  function readFrom(tables: readonly Table[], start: number): Promise<{ table: Table; value: Value }[]> {
    const reading = readTolerantly(tables.slice(start, start + chunkSize))
    // Its failure is met when its turn comes, or never, where `each` fails before.
    reading.catch(() => {})
    return reading
  }

  async function readTolerantly(part: readonly Table[]): Promise<{ table: Table; value: Value }[]> {
    options.signal.throwIfAborted()
    if (part.length === 0) return []
    try {
      const values = await options.read(part.map(({ sourceId }) => sourceId))
      return part.flatMap((table) => {
        const value = values.get(table.sourceId)
        return value === undefined ? [] : [{ table, value }]
      })
    } catch (error) {
      options.signal.throwIfAborted()
      if (!isOfTable(error)) throw error
      if (part.length === 1) {
        options.onFailed(part[0]!, messageOf(error))
        return []
      }
      const half = Math.ceil(part.length / 2)
      return [...(await readTolerantly(part.slice(0, half))), ...(await readTolerantly(part.slice(half)))]
    }
  }
}
