import type { TableKind, TableName } from '../source.ts'

/** What candidates are inferred from: a table as the catalog holds it. */
export type KnownTable = TableName & {
  id: string
  kind: TableKind
  partitionOf: TableName | null
  /** Its parents by inheritance, whose keys it has too. */
  inherits: TableName[]
  readable: boolean
  columns: { name: string; dataType: string; nullable: boolean; isGenerated: boolean }[]
  primaryKey: string[]
  /** Of its constraints and its indexes of whole columns over all rows; with or without the primary key. */
  uniqueKeys: string[][]
  /** The columns that an index begins with. */
  indexed: string[]
  /** Its declared foreign keys. */
  declared: { columns: string[]; target: TableName; targetColumns: string[] }[]
}

/** A foreign key that is not declared and may be meant: `columns[i]` refers to `targetColumns[i]`, a whole unique key. */
export type Candidate = {
  source: KnownTable
  columns: string[]
  target: KnownTable
  targetColumns: string[]
  /** 0 to 1. */
  score: number
  /** Why, in words. */
  reason: string
  /** The candidates of more columns of the same table by which it holds anyway: implied, where one of them is meant. */
  impliedBy?: readonly string[]
}

/** What tells candidates apart: no two of a table have the same columns. */
export const candidateKey = ({ source, columns }: Pick<Candidate, 'source' | 'columns'>) =>
  JSON.stringify([source.id, ...columns])

/** Inferred from names and types, a candidate below this is none. */
export const leastScore = 0.6

/** Two digits: more would be made up. */
export const rounded = (score: number) => Math.round(Math.min(1, Math.max(0, score)) * 100) / 100
