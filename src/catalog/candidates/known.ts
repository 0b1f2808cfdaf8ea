import type { SourceColumn, SourceConstraint, SourceIndex, SourceRelationship } from '../source.ts'
import type { KnownTable } from './candidate.ts'

/** A table as a reader or the catalog has it, in what candidates are inferred from. */
export function knownTable(
  table: Pick<KnownTable, 'id' | 'schema' | 'name' | 'kind' | 'partitionOf' | 'inherits' | 'readable'>,
  parts: {
    columns: readonly Pick<SourceColumn, 'name' | 'dataType' | 'nullable' | 'isGenerated'>[]
    constraints: readonly SourceConstraint[]
    indexes: readonly SourceIndex[]
    relationships: readonly Pick<SourceRelationship, 'columns' | 'target' | 'targetColumns'>[]
  },
): KnownTable {
  const { constraints, indexes } = parts
  const names = new Set(parts.columns.map(({ name }) => name))
  const ofKind = (wanted: SourceConstraint['kind']) =>
    constraints.filter(({ kind }) => kind === wanted).map(({ columns }) => columns)
  return {
    ...table,
    columns: parts.columns.map(({ name, dataType = 'unknown', nullable, isGenerated }) => ({
      name,
      dataType,
      nullable,
      isGenerated,
    })),
    primaryKey: ofKind('PRIMARY_KEY')[0] ?? [],
    uniqueKeys: [...ofKind('UNIQUE'), ...uniqueIndexes(indexes, names)],
    indexed: indexes.flatMap(({ columns }) => columns.slice(0, 1)),
    declared: parts.relationships.map(({ columns, target, targetColumns }) => ({
      columns,
      target,
      targetColumns,
    })),
  }
}

/** Those that hold for all rows: no expression, no condition. */
const uniqueIndexes = (indexes: readonly SourceIndex[], columns: ReadonlySet<string>): string[][] =>
  indexes
    .filter(
      ({ unique, columns: key, definition }) =>
        unique &&
        key.length > 0 &&
        key.every((name) => columns.has(name)) &&
        !/\bwhere\b/i.test(definition ?? ''),
    )
    .map(({ columns: key }) => key)
