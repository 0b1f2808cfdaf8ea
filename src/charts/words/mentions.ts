import type { Column } from '../columns/column.ts'
import { formsOf } from './forms.ts'
import type { Reading } from './reading.ts'
import { letter } from './word.ts'

/** Where a column was named: "§3§" for the fourth column. */
export const mentionPattern = '§(\\d+)§'

/** What is counted is no column: of "number of products by category" product_name is not meant. */
const counted =
  '(?<!(?:number|count|quantity|amount|tally|frequency|volume)s? of (?:the |all |all the |different |distinct )?|how many (?:different )?)'

/**
 * Puts marks in the place of columns' names, in any of the ways that people write them: hire_date, "hire date", hire dates,
 * "salary" for emp_sal. Names that are words for measures ("count", "avg") are left alone: they say what is asked for, not
 * where it stands.
 */
export function markMentions(reading: Reading, columns: readonly Column[]): void {
  for (const { source, weak, index } of formsOf(columns)) {
    const [inWord, flags] = isLatin(source) ? [letter, 'gi'] : ['\\p{L}\\p{N}_', 'giu']
    const pattern = new RegExp(`(?<![${inWord}§])${weak ? counted : ''}${source}(?![${inWord}§])`, flags)
    reading.text = reading.text.replace(pattern, `§${index}§`)
  }
}

const isLatin = (source: string) => !/[\u0250-\u2018\u201a-\uffff]/.test(source)
