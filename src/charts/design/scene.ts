import type { TypedResult } from '../columns/column.ts'
import type { Cues } from '../words/cues.ts'
import type { Pool } from './pool.ts'

/** What a chart is made of: the rows, what the question says, and which columns can stand for what. */
export type Scene = { typed: TypedResult; cues: Cues; pool: Pool }
