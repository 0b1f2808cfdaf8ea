import type { StructureTable } from '../../../structure.ts'
import type { Reading } from '../../text/reading.ts'
import { type Context, once, type Part, type Rule } from '../context.ts'
import { predicates } from './adjectives.ts'
import { childDeeds } from './child-deeds.ts'
import { columns, columnsOfParents } from './columns.ts'
import { comparisons } from './comparisons.ts'
import { counts, lacks } from './counts.ts'
import { deeds } from './deeds.ts'
import { efforts } from './efforts.ts'
import { lastDeeds } from './last-deeds.ts'
import { relations } from './relations.ts'
import { subordinates } from './subordinates.ts'
import { sums } from './sums.ts'
import { superlatives } from './superlatives.ts'
import { times } from './times.ts'
import { values } from './values.ts'

const rules: readonly Rule[] = [
  times,
  counts,
  lacks,
  values,
  columns,
  columnsOfParents,
  comparisons,
  predicates,
  relations,
  sums,
  deeds,
  superlatives,
  lastDeeds,
  childDeeds,
  efforts,
  subordinates,
]

/** All that may be said of a table's rows from a position on, by any one rule. */
export const cores = (context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] =>
  at >= context.tokens.length
    ? []
    : once(context, `core ${table.id} ${at} ${depth}`, () =>
        rules.flatMap((rule) => rule(context, table, at, depth)),
      )
