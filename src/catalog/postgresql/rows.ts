/** What the rows of the statements say, as a catalog's plain values. */

import type {
  ConstraintKind,
  SourceColumn,
  SourceConstraint,
  SourceIndex,
  SourceRelationship,
  SourceTable,
  TableKind,
} from '../source.ts'
import type {
  ColumnRow,
  ConstraintRow,
  IndexRow,
  ReferentialAction,
  RelationshipRow,
  TypeRow,
} from './parts.sql.ts'
import type { TableRow } from './queries.sql.ts'

const tableKinds = {
  r: 'TABLE',
  p: 'PARTITIONED_TABLE',
  v: 'VIEW',
  m: 'MATERIALIZED_VIEW',
  f: 'FOREIGN_TABLE',
} satisfies Record<TableRow['kind'], TableKind>

const constraintKinds = {
  p: 'PRIMARY_KEY',
  u: 'UNIQUE',
  c: 'CHECK',
  x: 'EXCLUSION',
} satisfies Record<ConstraintRow['kind'], ConstraintKind>

const referentialActions = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
} satisfies Record<ReferentialAction, string>

export function tableOf(row: TableRow, { comments }: { comments: boolean }): SourceTable {
  const parents = row.parents.map(([schema, name]) => ({ schema, name }))
  return {
    id: row.id,
    schema: row.schema,
    name: row.name,
    kind: tableKinds[row.kind],
    comment: comments ? row.comment : undefined,
    estimatedRowCount: row.estimated_row_count,
    readable: row.readable,
    inherits: row.is_partition ? [] : parents,
    partitionOf: row.is_partition ? (parents[0] ?? null) : null,
  }
}

/** `known` holds the domains, enums and arrays of either by their oids. */
export function columnOf(
  row: ColumnRow,
  context: { position: number; known: Map<string, TypeRow>; types: boolean; comments: boolean },
): SourceColumn {
  return {
    name: row.name,
    position: context.position,
    dataType: context.types ? row.data_type! : undefined,
    nullable: !row.not_null && !refusesNull(row.type_id, context.known),
    default: row.default,
    comment: context.comments ? row.comment : undefined,
    isGenerated: row.generated,
    isIdentity: row.identity,
    enumValues: context.types ? enumLabels(row.type_id, context.known) : undefined,
  }
}

/** A domain refuses null by itself or by a domain that it is over; an array of such a domain does not. */
function refusesNull(typeId: string, known: Map<string, TypeRow>): boolean {
  const type = known.get(typeId)
  return type?.domain === true && (type.not_null || refusesNull(type.inner_id!, known))
}

function enumLabels(typeId: string, known: Map<string, TypeRow>): string[] | null {
  const type = known.get(typeId)
  return type ? (type.labels ?? (type.inner_id ? enumLabels(type.inner_id, known) : null)) : null
}

export function constraintOf(row: ConstraintRow): SourceConstraint {
  return { name: row.name, kind: constraintKinds[row.kind], columns: row.columns, definition: row.definition }
}

export function indexOf(row: IndexRow): SourceIndex {
  return {
    name: row.name,
    unique: row.unique,
    method: row.method,
    // Null where the index was dropped since the snapshot, and with it the text of its expressions.
    columns: row.columns.filter((column) => column !== null),
    definition: row.definition,
  }
}

export function relationshipOf(row: RelationshipRow): SourceRelationship {
  const onDelete = referentialActions[row.on_delete]
  return {
    name: row.name,
    columns: row.columns,
    target: { schema: row.target_schema, name: row.target_name },
    targetColumns: row.target_columns,
    onDelete: row.on_delete_columns ? `${onDelete} (${row.on_delete_columns})` : onDelete,
    onUpdate: referentialActions[row.on_update],
    deferrable: row.deferrable,
    validated: row.validated,
  }
}
