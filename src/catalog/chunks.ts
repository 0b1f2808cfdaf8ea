import { messageOf } from '../platform/errors.ts'
import { failureOf } from '../tasks/failure.ts'

/** Tables read at a time: real progress and flat memory, at a cost of one round trip each. */
const chunkSize = 1_000

/** SQLSTATEs that one table can cause: its lock was not to be had, or reading it took too long. */
const tableStates = new Set(['55P03', '57014'])

/**
 * Reads all tables in chunks. A chunk that fails is halved until the table that is to blame stands alone: that one goes
 * to `onFailed`, the others are read all the same. A lost connection is nobody's fault, and is thrown.
 */
export async function readInChunks<Table extends { sourceId: string }, Value>(
  tables: readonly Table[],
  options: {
    read(ids: string[]): Promise<Map<string, Value>>
    /** Tables that were dropped meanwhile are not among them. */
    each(tables: { table: Table; value: Value }[]): Promise<void>
    onFailed(table: Table, message: string): void
    onProgress(done: number): void
    signal: AbortSignal
  },
): Promise<void> {
  for (let start = 0; start < tables.length; start += chunkSize) {
    const chunk = tables.slice(start, start + chunkSize)
    await options.each(await readTolerantly(chunk))
    options.onProgress(start + chunk.length)
  }

  async function readTolerantly(part: readonly Table[]): Promise<{ table: Table; value: Value }[]> {
    options.signal.throwIfAborted()
    try {
      const values = await options.read(part.map(({ sourceId }) => sourceId))
      return part.flatMap((table) => {
        const value = values.get(table.sourceId)
        return value === undefined ? [] : [{ table, value }]
      })
    } catch (error) {
      options.signal.throwIfAborted()
      const state = (error as { code?: string }).code ?? ''
      if (!tableStates.has(state) && failureOf(error).stored.code === 'CONNECTION_LOST') throw error
      if (part.length === 1) {
        options.onFailed(part[0]!, messageOf(error))
        return []
      }
      const half = Math.ceil(part.length / 2)
      return [...(await readTolerantly(part.slice(0, half))), ...(await readTolerantly(part.slice(half)))]
    }
  }
}
