import type { FilterQuery } from '@mikro-orm/core'

/** Rows in which each word of `search` stands in at least one of the fields, in whatever case. */
export function containing<Row>(
  search: string | null | undefined,
  fields: (keyof Row & string)[],
): FilterQuery<Row> {
  const words = (search ?? '').split(/\s+/).filter(Boolean).slice(0, 10)
  if (words.length === 0) return {} as FilterQuery<Row>
  return {
    $and: words.map((word) => ({
      $or: fields.map((field) => ({ [field]: { $ilike: `%${escapePattern(word)}%` } })),
    })),
  } as FilterQuery<Row>
}

const escapePattern = (word: string) => word.replace(/[\\%_]/g, '\\$&')
