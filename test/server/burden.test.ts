import { describe, expect, it } from 'vitest'
import { burdenOf } from '../../src/server/limits/json.ts'

const burden = (value: unknown) => burdenOf(Buffer.from(JSON.stringify(value)))
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ a: at % 10, b: at % 7 }))

describe('a body of JSON', () => {
  it('is parsed where it holds the rows of a message, up to the most that fit', () => {
    expect(burden({ query: '{ a }', variables: { rows: rows(70_000) } })).toBeNull()
    expect(burden('a'.repeat(1_000_000))).toBeNull()
    expect(burden({ text: ',[{"'.repeat(200_000) })).toBeNull()
  })

  it.each([
    ['a list of 250,000', Array(250_000).fill('a'), 'more than 150000 values'],
    ['200,000 empty lists', Array(200_000).fill([]), 'more than 150000'],
    ['6,000 kinds of objects', Array.from({ length: 6_000 }, (_, at) => ({ [`n${at}`]: 1 })), '5000 kinds'],
  ])('is not where it is %s, which takes long', (_, value, words) => {
    expect(burden(value)).toContain(words)
  })

  it('is not where it is very deep', () => {
    expect(burdenOf(Buffer.from('['.repeat(30_000)))).toContain('100 lists and objects deep')
  })
})
