import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { ColumnRole, OtherRelation, Reference, Structure, StructureColumn } from '../structure.ts'
import * as statements from './structure.sql.ts'

/** Reads the structure in as many statements as there are kinds of things, however many tables there are. */
export async function readStructure(connection: Pick<PostgresConnection, 'query'>): Promise<Structure> {
  const { query } = connection
  const [version] = await query<{ number: number }>(
    `SELECT current_setting('server_version_num')::int AS number`,
  )
  const tables = await query<statements.TableRow>(statements.tables)
  const columns = Map.groupBy(
    await query<statements.ColumnRow>(statements.columns),
    ({ table_id }) => table_id,
  )
  const keys = Map.groupBy(await query<statements.KeyRow>(statements.keys), ({ table_id }) => table_id)
  const references = await query<statements.ReferenceRow>(statements.references)
  return {
    serverVersion: version!.number,
    tables: tables.map((table) => {
      const own = keys.get(table.id) ?? []
      return {
        id: table.id,
        schema: table.schema,
        name: table.name,
        partitioned: table.partitioned,
        comment: table.comment,
        estimatedRows: table.estimated_rows,
        readable: table.readable,
        columns: (columns.get(table.id) ?? []).map(columnOf),
        primaryKey: own.find(({ primary }) => primary)?.columns ?? null,
        uniqueKeys: own.filter(({ primary }) => !primary).map((key) => key.columns),
        inherits: table.inherits,
      }
    }),
    references: referencesOf(references),
    otherRelations: (await query<statements.OtherRow>(statements.others)).map(otherOf),
  }
}

/** Keys that were declared on several partitions alike are one reference. */
function referencesOf(rows: statements.ReferenceRow[]): Reference[] {
  const alike = Map.groupBy(rows, ({ source, target, columns, target_columns, leaves, name }) =>
    JSON.stringify([source, target, columns, target_columns, leaves === null && name]),
  )
  return [...alike.values()].map((group) => {
    const [row] = group as [statements.ReferenceRow]
    const leaves = [...new Set(group.flatMap(({ leaves }) => leaves ?? []))]
    return {
      name: row.name,
      source: row.source,
      target: row.target,
      columns: row.columns,
      targetColumns: row.target_columns,
      match: row.match === 'f' ? 'FULL' : 'SIMPLE',
      validated: group.every(({ validated }) => validated),
      partitions: row.leaves === null || leaves.length === row.leaf_count ? null : leaves,
    }
  })
}

const otherKinds = {
  v: 'VIEW',
  m: 'MATERIALIZED_VIEW',
  f: 'FOREIGN_TABLE',
  r: 'PARTITION',
  p: 'PARTITION',
} as const

const otherOf = (row: statements.OtherRow): OtherRelation => ({
  schema: row.schema,
  name: row.name,
  kind: otherKinds[row.kind],
  root: row.root_schema === null ? null : { schema: row.root_schema, name: row.root_name! },
})

const columnOf = (row: statements.ColumnRow): StructureColumn => ({
  name: row.name,
  type: row.type,
  baseType: row.base_type,
  role: roleOf(row),
  nullable: row.nullable,
  comment: row.comment,
  enumValues: row.labels,
  generated: row.generated,
})

const rolesByName: Record<string, ColumnRole> = {
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP',
  time: 'TIME',
  timetz: 'TIME',
  uuid: 'UUID',
  json: 'JSON',
  jsonb: 'JSON',
  bytea: 'BINARY',
  bool: 'BOOLEAN',
}
/** By pg_type.typcategory. Source: PostgreSQL, system catalogs, table 53.65. */
const rolesByCategory: Record<string, ColumnRole> = { N: 'NUMBER', S: 'TEXT', A: 'ARRAY' }

const roleOf = ({ kind, category, base }: statements.ColumnRow): ColumnRole =>
  kind === 'e'
    ? 'ENUM'
    : ((Object.hasOwn(rolesByName, base) ? rolesByName[base] : rolesByCategory[category]) ?? 'OTHER')
