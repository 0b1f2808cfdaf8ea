import { describe, expect, it } from 'vitest'
import { type When, whenAt } from '../../../../src/filtered/rules/text/periods.ts'
import { tokenize } from '../../../../src/filtered/rules/text/tokens.ts'

const asOf = new Date('2025-05-10T08:00:00Z')

/** The cheapest reading of the whole text, in short: `from … to …`, `… until …`, `last 6 MONTH`. */
function read(text: string): string | undefined {
  const tokens = tokenize(text)
  const [best] = whenAt(tokens, 0, asOf)
    .filter(({ end }) => end === tokens.length)
    .sort((a, b) => a.cost - b.cost)
  return best && inShort(best.value)
}

const day = (time: number | null) => (time === null ? '…' : new Date(time).toISOString().slice(0, 10))
function inShort(when: When): string {
  if (when.kind === 'ROLLING') return `last ${when.amount} ${when.unit}`
  if (when.kind === 'ANY') return when.spans.map(({ from, to }) => `${day(from)} – ${day(to)}`).join(' or ')
  return when.until === null ? `${day(when.from)} – ${day(when.to)}` : `${day(when.from)} until now`
}

describe('a period counted back from asOf', () => {
  it.each([
    ['last 6 months', 'last 6 MONTH'],
    ['in the past two years', 'last 2 YEAR'],
    ['within the last 24 hours', 'last 24 HOUR'],
    ['over the past year', 'last 1 YEAR'],
    ['this year', '2025-01-01 until now'],
    ['earlier this year', '2025-01-01 until now'],
    ['this quarter', '2025-04-01 until now'],
    ['last month', '2025-04-01 – 2025-05-01'],
    ['last year', '2024-01-01 – 2025-01-01'],
    ['yesterday', '2025-05-09 – 2025-05-10'],
    ['since the beginning of the year', '2025-01-01 – …'],
  ])('reads “%s”', (text, meant) => expect(read(text)).toBe(meant))

  it.each([
    ['over a year ago', 'more than a year ago'],
    ['over 2 years ago', 'more than 2 years ago'],
  ])('reads “%s” as longer ago than that', (text, same) => {
    expect(read(text)).toBe(read(same))
    expect(read(text)).toMatch(/^… – 202[34]-05-10$/)
  })
})

describe('a period by the calendar', () => {
  it.each([
    ['in March 2005', '2005-03-01 – 2005-04-01'],
    ['Q3 2024', '2024-07-01 – 2024-10-01'],
    ['in the first half of 2024', '2024-01-01 – 2024-07-01'],
    ['in the 1990s', '1990-01-01 – 2000-01-01'],
    ['in the nineties', '1990-01-01 – 2000-01-01'],
    ['on 2nd of Aug 2005', '2005-08-02 – 2005-08-03'],
    ['since March 2005', '2005-03-01 – …'],
    ['after 12/25/2024', '2024-12-26 – …'],
    ['before 1 January 1997', '… – 1997-01-01'],
    ['no later than 31 December 2024', '… – 2025-01-01'],
    ['between 1 June 2005 and 10 June 2005', '2005-06-01 – 2005-06-11'],
    ['from March to May 2005', '2005-03-01 – 2005-06-01'],
    ['between 2019 and 2021', '2019-01-01 – 2022-01-01'],
  ])('reads “%s”', (text, meant) => expect(read(text)).toBe(meant))

  it('gives months in a list the year that only the last of them states', () => {
    expect(read('in January and February 1997')).toBe('1997-01-01 – 1997-02-01 or 1997-02-01 – 1997-03-01')
  })

  it.each([
    ['since September', '2024-09-01 – …'],
    ['in March', '2025-03-01 – 2025-04-01'],
    ['between March and April', '2025-03-01 – 2025-05-01'],
  ])('takes the latest that has begun where no year is said: “%s”', (text, meant) =>
    expect(read(text)).toBe(meant),
  )

  it.each(['01/02/2024', 'in late 2024', 'may', '31 February 2024'])('does not guess at “%s”', (text) =>
    expect(read(text)).toBeUndefined(),
  )
})
