import type { Aggregate } from '../intent.ts'
import type { Value } from './value.ts'

/** What stands at one x in one series. */
export type Group = { x: Value; series: string | null; y: number | null }

/** The groups of one measure, and how their numbers were made. */
export type Measured = {
  aggregate: Exclude<Aggregate, 'none'>
  /** Whether any of them was made of several rows. */
  repeated: boolean
  groups: Group[]
}

/** What a database made of all rows for one intent. */
export type Reduced = {
  /** Of y and of each further measure. */
  measured: Measured[]
  /** Values of x that are beyond those that a chart shows: how many, and what they come to where they may be added up. */
  beyond: { values: number; groups: Group[] }
  /** How many series there were before all but the greatest were put together; null where they still stand. */
  seriesOfAll: number | null
}
