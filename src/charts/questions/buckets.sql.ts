import { columnOf, type Fragment, raw, sql } from '../../filtered/fragment.ts'
import type { StructureColumn } from '../../filtered/structure.ts'
import type { BucketUnit } from './question-plan.ts'

/** Times put into buckets of UTC, whatever the session's time zone is. */

/** As a time without zone. */
function inUtc({ baseType, name }: StructureColumn, alias: string): Fragment {
  const column = columnOf(alias, name)
  if (baseType === 'timestamp with time zone') return sql`(${column} AT TIME ZONE 'UTC')`
  if (baseType === 'date') return sql`${column}::timestamp`
  return baseType.startsWith('time ') ? sql`${column}::time` : column
}

/** Parts of a cycle as to_char writes them, in English whatever the server's locale is. */
const written: Partial<Record<BucketUnit, string>> = {
  DAY_OF_WEEK: 'Dy',
  MONTH_OF_YEAR: 'Mon',
  QUARTER_OF_YEAR: '"Q"Q',
}
const counted: Partial<Record<BucketUnit, string>> = {
  HOUR_OF_DAY: 'hour',
  DAY_OF_WEEK: 'isodow',
  DAY_OF_MONTH: 'day',
  MONTH_OF_YEAR: 'month',
  QUARTER_OF_YEAR: 'quarter',
}

/** The start of a bucket as a date (of hours: as a time with zone), or what the part of a cycle is called: Mon, Jan, Q1, 13. */
export function bucketSql(column: StructureColumn, alias: string, unit: BucketUnit): Fragment {
  const time = inUtc(column, alias)
  const format = written[unit]
  if (format) return sql`to_char(${time}, ${raw(`'${format}'`)})`
  if (counted[unit]) return numberOf(unit, time)
  const start = sql`date_trunc(${raw(`'${unit.toLowerCase()}'`)}, ${time})`
  return unit === 'HOUR' ? sql`(${start} AT TIME ZONE 'UTC')` : sql`${start}::date`
}

/** What buckets are in order by, where their names are not. */
export const orderOfBucket = (column: StructureColumn, alias: string, unit: BucketUnit): Fragment | null =>
  written[unit] ? numberOf(unit, inUtc(column, alias)) : null

const numberOf = (unit: BucketUnit, time: Fragment) => sql`extract(${raw(counted[unit]!)} FROM ${time})::int`
