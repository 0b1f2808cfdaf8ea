import type { Condition } from '../../../filtered/plan.ts'
import type { DateColumn } from '../../../filtered/rules/source/dates.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Grouped, Measured } from './asking.ts'
import type { Way } from './ways.ts'

/** What a question says up to a position, its subject being known. */
export type Said = {
  measures: Measured[]
  groups: Grouped[]
  /** On the subject's rows. */
  where: Condition[]
  /** On rows that the subject's belong to. */
  above: { way: Way; where: Condition }[]
  limit: number | null
  descending: boolean | null
  ranked: boolean
  /** The dates of the verb that was said: hired, signed up. */
  dates: DateColumn[] | null
  /** Values row by row: a distribution, or two numbers against each other. */
  form: 'distribution' | 'relation' | 'share' | null
  /** The rows that are counted were narrowed down by words before or after their name. */
  qualified: boolean
  /** Values that are named are to stand side by side. */
  compared: boolean
  /** It is to be seen over time, whether a time is said or not. */
  trend: boolean
  last: 'start' | 'noise' | 'measure' | 'group' | 'where'
}

export const nothing: Said = {
  measures: [],
  groups: [],
  where: [],
  above: [],
  limit: null,
  descending: null,
  ranked: false,
  dates: null,
  form: null,
  qualified: false,
  compared: false,
  trend: false,
  last: 'start',
}

/** Two that say the same have the same. */
export const keyOf = ({ measures, groups, above, ...said }: Said) =>
  JSON.stringify([
    measures.map(({ column, times, per, ...one }) => [column?.name, times?.name, per?.table.id, one]),
    groups.map((group) =>
      group.kind === 'time'
        ? group
        : [
            wayKey(group.way),
            'columns' in group
              ? [group.columns.map(({ name }) => name), group.each, group.unit]
              : group.column.name,
          ],
    ),
    above.map(({ way, where }) => [wayKey(way), where]),
    said,
  ])

const wayKey = ({ references }: Way) =>
  references.map(({ reference, down }) => `${reference.source} ${reference.name} ${down}`).join()

/** The same with what more words say of it. */
export const further = ({ cost, value }: Reading<Said>, end: number, change: Partial<Said>, more: number) =>
  reading(end, { ...value, ...change }, cost + more)
