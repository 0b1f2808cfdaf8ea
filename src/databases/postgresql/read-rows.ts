import pg from 'pg'
import { type ReadColumn, type ReadOptions, type ReadRows, TooLargeToRead } from '../rows.ts'

const wrapped = 'SELECT * FROM ('
const rowsBetweenReports = 1_000

/**
 * Reads a query's rows; years before Christ as ISO 8601 has them (-0043-03-15). A limit is the server's to keep, so that it plans for it, may work in parallel, and stops by itself.
 * @param abandon called where the rows are too large: the server still sends
 */
export async function readRows(
  client: pg.Client,
  text: string,
  values: unknown[] | undefined,
  { rows: most, bytes = Number.POSITIVE_INFINITY, onRows }: ReadOptions,
  abandon: () => void,
): Promise<ReadRows> {
  // On a line of its own, as the text may end in a comment.
  const statement = most === undefined ? text : `${wrapped}${text}\n) AS q LIMIT ${Math.trunc(most) + 1}`
  const query = new pg.Query({ ...inText, text: statement, values: values ?? [] })
  let came = 0
  query.on('row', () => {
    if (++came % rowsBetweenReports === 0) onRows?.(Math.min(came, most ?? came))
  })
  let tooLarge: TooLargeToRead | null = null
  let left = bytes
  const { stream } = client.connection
  const weigh = (chunk: Buffer) => {
    left -= chunk.length
    if (left >= 0 || tooLarge) return
    tooLarge = new TooLargeToRead(bytes)
    abandon()
  }
  stream.on('data', weigh)
  try {
    const { fields, rows } = await submit(client, query)
    const complete = most === undefined || rows.length <= most
    if (!complete) rows.length = most
    onRows?.(rows.length)
    return { columns: await columnsOf(client, fields), rows, complete }
  } catch (error) {
    throw tooLarge ?? (statement === text ? error : shifted(error as pg.DatabaseError))
  } finally {
    stream.off('data', weigh)
  }
}

/** The columns that a statement would give, from the server, which parses it. */
export async function describe(client: pg.Client, text: string): Promise<ReadColumn[]> {
  const query = Object.assign(new pg.Query({ ...inText, text }), {
    prepare({ parse, describe, sync }: Wire) {
      const { connection } = client
      parse.call(connection, { text, name: '', types: [] })
      describe.call(connection, { type: 'S', name: '' })
      sync.call(connection)
    },
  })
  const { fields } = await submit(client, query)
  return columnsOf(client, fields)
}

/** What the driver's connection does, beyond its types. */
type Wire = Record<'parse' | 'describe' | 'sync', (message?: unknown) => void>

const submit = (client: pg.Client, query: pg.Query) =>
  new Promise<{ fields: pg.FieldDef[]; rows: unknown[][] }>((resolve, reject) => {
    const settle = (error: Error | null, result: { fields: pg.FieldDef[]; rows: unknown[][] }) =>
      error ? reject(error) : resolve(result)
    ;(client.query as (query: pg.Query, settle: unknown) => void)(query, settle)
  })

/** A query is often described before it is read: the names of its types, as its session gave them last. */
const lastTypes = new WeakMap<pg.Client, { of: string; names: string[] }>()

async function columnsOf(client: pg.Client, fields: pg.FieldDef[]): Promise<ReadColumn[]> {
  if (fields.length === 0) return []
  const types = [
    fields.map(({ dataTypeID }) => dataTypeID),
    fields.map(({ dataTypeModifier }) => dataTypeModifier),
  ]
  const of = types.join(' ')
  const last = lastTypes.get(client)
  const names = last?.of === of ? last.names : await typeNames(client, types)
  lastTypes.set(client, { of, names })
  return fields.map(({ name }, at) => ({ name, databaseType: names[at]! }))
}

async function typeNames(client: pg.Client, types: number[][]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT format_type(t.type, t.modifier) AS name FROM unnest($1::oid[], $2::int[]) WITH ORDINALITY t(type, modifier, n) ORDER BY n',
    types,
  )
  return rows.map(({ name }) => name)
}

/** Positions count in the text as it was given. */
function shifted(error: pg.DatabaseError): pg.DatabaseError {
  const position = Number(error.position)
  return position > 0
    ? Object.assign(error, { position: String(Math.max(1, position - wrapped.length)) })
    : error
}

const number = (text: string) => {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}
const integer = (text: string) => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}
/** Years before Christ: the year 1 BC is 0. */
const date = (text: string) =>
  text.endsWith(' BC')
    ? text.slice(0, -3).replace(/^\d+/, (year) => {
        const astronomical = Number(year) - 1
        return `${astronomical === 0 ? '+' : '-'}${String(astronomical).padStart(4, '0')}`
      })
    : text

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.BOOL, (text) => text === 't'],
  ...([pg.types.builtins.INT2, pg.types.builtins.INT4, pg.types.builtins.INT8, pg.types.builtins.OID].map(
    (type) => [type, integer],
  ) as [number, typeof integer][]),
  [pg.types.builtins.FLOAT4, number],
  [pg.types.builtins.FLOAT8, number],
  [pg.types.builtins.DATE, date],
  [pg.types.builtins.TIMESTAMP, date],
  [pg.types.builtins.TIMESTAMPTZ, date],
])

const asIs = (text: string) => text
// The driver's own parsers make dates of the process's time zone, and numbers of what does not fit in them.
const inText = {
  rowMode: 'array' as const,
  queryMode: 'extended',
  types: { getTypeParser: (type: number) => parsers.get(type) ?? asIs } as pg.CustomTypesConfig,
}
