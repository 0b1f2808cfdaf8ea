import type { Value } from '../columns/value.ts'
import type { Measure, TimeUnit } from '../intent.ts'

/** What is drawn of one x and series. */
export type Point = {
  x: Value
  /** Where an interval of numbers ends. */
  x2?: number
  y: number | null
  series: string | null
  size?: number | null
}

export type Arranged = {
  points: Point[]
  /** How x stands: moments on an axis of time, numbers on an axis, or names one beside the other. */
  scale: 'time' | 'number' | 'names'
  unit: TimeUnit | null
  /** What was done to the rows that a reader has to know. */
  notes: string[]
  /** The measures with the aggregate that they came to. */
  measures: Measure[]
}

export const noValue = '(no value)'
export const other = 'Other'
/** Where a value is called Other itself. */
export const allOthers = 'All others'

export const isRest = (value: Value) => value === other || value === allOthers || value === noValue
