import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ElementCounts } from './element-creation.task.ts'

/** What a run changes of one kind of thing; plain values, no database. */
export type Difference<Stored, Source> = {
  created: Source[]
  updated: { stored: Stored; source: Source }[]
  unchanged: Stored[]
  removed: Stored[]
}

/**
 * Compares what is stored with what was read, by key. `same` decides on the fields that the run looked at alone, so
 * that what it did not read stays as it is.
 */
export function difference<Stored, Source>(
  stored: readonly Stored[],
  source: readonly Source[],
  keys: { stored(item: Stored): string; source(item: Source): string },
  same: (stored: Stored, source: Source) => boolean,
): Difference<Stored, Source> {
  const left = new Map(stored.map((item) => [keys.stored(item), item]))
  const result: Difference<Stored, Source> = { created: [], updated: [], unchanged: [], removed: [] }
  for (const item of source) {
    const key = keys.source(item)
    const known = left.get(key)
    if (known === undefined) result.created.push(item)
    else if (same(known, item)) result.unchanged.push(known)
    else result.updated.push({ stored: known, source: item })
    left.delete(key)
  }
  result.removed = [...left.values()]
  return result
}

/** A key of several names that no name can forge. */
export const keyOf = (...names: string[]) => JSON.stringify(names)

/** Of values that came out of JSON, whose objects have their keys in any order. */
export const equal = isDeepStrictEqual

/** Bump when what is hashed changes its shape: every table is then compared once in full. */
const recipe = 1

export const fingerprint = (value: unknown) =>
  createHash('sha1').update(`${recipe}`).update(JSON.stringify(value)).digest('base64url')

/** Of a kind that a table has none of: what a table that was never read is taken to have. */
export const fingerprintOfNone = fingerprint([])

export const noCounts = (): ElementCounts => ({ created: 0, skipped: 0, updated: 0, removed: 0 })

export function addCounts(
  counts: ElementCounts,
  { created, updated, unchanged, removed }: Difference<unknown, unknown>,
) {
  counts.created += created.length
  counts.updated += updated.length
  counts.skipped += unchanged.length
  counts.removed += removed.length
}

export const changed = ({ created, updated, removed }: ElementCounts) => created + updated + removed > 0
