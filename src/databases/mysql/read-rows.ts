import type { Connection, FieldPacket } from 'mysql2'
import { type ReadOptions, type ReadRows, TooLargeToRead } from '../rows.ts'
import { type Field, fieldOf, withBooleans } from './values.ts'

const rowsBetweenReports = 1_000
/** What a value takes here, also where it took next to nothing on its way, as NULL does. */
const bytesOfValue = 8

/**
 * Reads a statement's rows as they come.
 * @param stop ends the statement on its server, where a limit of the statement's own lets it send more rows than are wanted
 * @param abandon called where the rows are too large: the server still sends
 */
export function readRows(
  connection: Connection,
  sql: string,
  { rows: most = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY, onRows }: ReadOptions,
  { stop, abandon }: { stop(): void; abandon(): void },
): Promise<ReadRows> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadRows>()
  const rows: unknown[][] = []
  let fields: Field[] = []
  let complete = true
  let left = bytes
  const done = () => {
    onRows?.(rows.length)
    resolve({ ...withBooleans(fields, rows), complete })
  }
  connection
    .query({ sql, rowsAsArray: true, typeCast: false } as Parameters<Connection['query']>[0])
    .on('fields', (packets: FieldPacket[] | undefined) => {
      fields = packets?.map(fieldOf) ?? []
    })
    .on('result', (row: (Buffer | null)[]) => {
      if (!complete || left < 0 || !Array.isArray(row)) return
      if (rows.length === most) {
        complete = false
        stop()
        return
      }
      for (const cell of row) left -= Math.max(cell?.length ?? 0, bytesOfValue)
      if (left < 0) {
        reject(new TooLargeToRead(bytes))
        abandon()
        return
      }
      rows.push(row.map((cell, at) => (cell === null ? null : fields[at]!.read(cell))))
      if (rows.length % rowsBetweenReports === 0) onRows?.(rows.length)
    })
    // What was stopped ends with an error, which says no more than that.
    .on('error', (error) => (complete ? reject(error) : done()))
    .on('end', done)
  return promise
}
