import type { DiagramTableFragment } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'

export const DiagramTableFields = graphql(/* GraphQL */ `
  fragment DiagramTable on Table {
    id schema name
    columns { name dataType isPrimaryKey isForeignKey }
    constraints { kind columns }
    references {
      id name origin
      sourceColumns { name nullable }
      targetColumns { name }
      targetTable { id }
    }
  }
`)

/** Which columns of a table a box shows. */
export type Detail = 'keys' | 'some' | 'all'

export type Row = { name: string; type: string; keys: string }
export type Box = {
  id: string
  title: string
  rows: Row[]
  /** Columns that are not shown. */
  more: number
  isCentre: boolean
}
/** A foreign key between two boxes: `source` holds it. Columns are those at which its line begins and ends. */
export type Tie = {
  id: string
  name: string
  source: string
  target: string
  sourceColumns: string[]
  targetColumns: string[]
  /** At most one row of the source refers to each of the target. */
  isUnique: boolean
  /** A row of the source may refer to none. */
  isOptional: boolean
  /** Inferred, not declared: its line is dashed. */
  isCandidate: boolean
}
export type Model = { boxes: Box[]; ties: Tie[] }

const fewColumns = 10

/** Whether any is drawn between the tables. */
export const hasCandidates = (tables: readonly DiagramTableFragment[]): boolean => {
  const drawn = new Set(tables.map(({ id }) => id))
  return tables.some(({ references }) =>
    references.some(({ origin, targetTable }) => origin === 'CANDIDATE' && drawn.has(targetTable.id)),
  )
}

/** What is drawn of tables: a box each, and a line for each foreign key between two of them. */
export function modelOf(
  tables: readonly DiagramTableFragment[],
  {
    detail,
    centre = null,
    candidates = true,
  }: { detail: Detail; centre?: string | null /** Whether they are drawn. */; candidates?: boolean },
): Model {
  const drawn = new Set(tables.map(({ id }) => id))
  const tiesOf = ({ references }: DiagramTableFragment) =>
    references.filter(
      ({ origin, targetTable }) => drawn.has(targetTable.id) && (candidates || origin !== 'CANDIDATE'),
    )
  const oneSchema = new Set(tables.map(({ schema }) => schema)).size === 1
  return {
    boxes: tables.map((table) => {
      const { id, schema, name, columns } = table
      const tied = new Set(
        tiesOf(table).flatMap(({ sourceColumns }) => sourceColumns.map(({ name }) => name)),
      )
      const keys = columns.filter(
        ({ name, isPrimaryKey, isForeignKey }) => isPrimaryKey || isForeignKey || tied.has(name),
      )
      const others = columns.filter((column) => !keys.includes(column))
      const room = { keys: 0, some: Math.max(0, fewColumns - keys.length), all: others.length }[detail]
      const shown = new Set([...keys, ...others.slice(0, room)])
      return {
        id,
        title: oneSchema ? name : `${schema}.${name}`,
        rows: columns
          .filter((column) => shown.has(column))
          .map(({ name, dataType, isPrimaryKey, isForeignKey }) => ({
            name,
            type: dataType,
            keys: [isPrimaryKey && 'PK', isForeignKey && 'FK'].filter(Boolean).join(' '),
          })),
        more: columns.length - shown.size,
        isCentre: id === centre,
      }
    }),
    ties: tables.flatMap((table) =>
      tiesOf(table).map(({ id, name, origin, sourceColumns, targetColumns, targetTable }) => ({
        id,
        name,
        source: table.id,
        target: targetTable.id,
        sourceColumns: sourceColumns.map(({ name }) => name),
        targetColumns: targetColumns.map(({ name }) => name),
        isUnique: isKey(table, new Set(sourceColumns.map(({ name }) => name))),
        isOptional: sourceColumns.some(({ nullable }) => nullable),
        isCandidate: origin === 'CANDIDATE',
      })),
    ),
  }
}

const isKey = ({ constraints }: DiagramTableFragment, columns: ReadonlySet<string>) =>
  constraints.some(
    (one) =>
      (one.kind === 'PRIMARY_KEY' || one.kind === 'UNIQUE') &&
      one.columns.length === columns.size &&
      one.columns.every((column) => columns.has(column)),
  )
