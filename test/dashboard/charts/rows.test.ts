import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineOfWrong } from '../../../src/dashboard/charts/rows/json-place.ts'
import { parseRows } from '../../../src/dashboard/charts/rows/parse-rows.ts'

const read = (text: string) => {
  const parsed = parseRows(text)
  if (!parsed || 'wrongs' in parsed) throw new Error(JSON.stringify(parsed))
  return parsed
}
const wrongs = (text: string) => {
  const parsed = parseRows(text)
  return parsed && 'wrongs' in parsed ? parsed.wrongs : []
}

describe('a pasted table', () => {
  it('has columns by its first line, whether tabs, commas or semicolons are between its cells', () => {
    const rows = [
      { fruit: 'apples', 'weight (kg)': '1,5' },
      { fruit: 'pears', 'weight (kg)': null },
    ]
    expect(read('fruit\tweight (kg)\napples\t1,5\npears\t').rows).toEqual(rows)
    expect(read('fruit;weight (kg)\r\napples;1,5\r\npears;\r\n').rows).toEqual(rows)
    expect(read('\uFEFFfruit,weight (kg)\n\napples,"1,5"\n  \npears,\n').rows).toEqual(rows)
  })

  it('keeps delimiters, line ends and quotation marks in cells that are in quotation marks, and empty text', () => {
    expect(read('a,b\n"x,\r\n""y""",""').rows).toEqual([{ a: 'x,\r\n"y"', b: '' }])
  })

  it('is read as it was written, whatever stands in its cells', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 })
    const special = fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '\r\n', ' ', '__proto__', '')
    const written = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, unit: fc.constantFrom('a', 'é', '-', ' b') }), {
          minLength: 1,
          maxLength: 4,
          selector: (name) => name.trim(),
        }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.array(fc.oneof(cell, special), { minLength: 4, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (names, delimiter, end, cells) => {
          const columns = names.map((name) => name.trim())
          const lines = [columns, ...cells.map((row) => row.slice(0, columns.length))]
          // A delimiter shows in the first line alone where there is more than one column.
          const text = lines.map((line) => line.map(written).join(delimiter)).join(end)
          const { rows } = read(text)
          expect(rows.map((row) => columns.map((name) => row[name]))).toEqual(lines.slice(1))
        },
      ),
    )
  })

  it('is refused with the line of each thing that is wrong', () => {
    expect(wrongs('a,b\n1,2\n3\n"4\n5",6,7')).toEqual([
      'Line 3 has 1 cell, and the first line names 2 columns.',
      'Line 4 has 3 cells, and the first line names 2 columns.',
    ])
    expect(wrongs('a,a,\n1,2,3')).toEqual([
      'Line 1: the column “a” is named twice.',
      'Line 1: column 3 has no name.',
    ])
    expect(wrongs('a,b\n1,"2\n3,4')).toEqual([
      'Line 2: the quotation mark that begins a cell here is never closed.',
    ])
    expect(wrongs('a;b\n1;"2"3')).toEqual([
      'Line 2: something other than a semicolon or the end of the line follows a closing quotation mark.',
    ])
    expect(wrongs('a,b')).toEqual(['There are columns, and no rows.'])
    expect(wrongs(`a\n${'1\n'.repeat(100_001)}`)).toEqual([
      'These are 100,001 rows; a message has at most 100,000. More can be queried with SQL.',
    ])
  })

  it('names no more than five wrongs of ten thousand', () => {
    expect(wrongs(`a,b\n${'1\n'.repeat(10_000)}`)).toHaveLength(5)
  })

  it('is nothing where there is white space alone', () => {
    expect(parseRows(' \n\t\n')).toBeNull()
  })
})

describe('pasted JSON', () => {
  it('is a list of objects, one object, or an object a line, in which columns come as they first appear', () => {
    expect(read('[{"b": 1, "a": null}, {"c": [2]}]')).toEqual({
      columns: ['b', 'a', 'c'],
      rows: [{ b: 1, a: null }, { c: [2] }],
    })
    expect(read('{"a": 1}').rows).toEqual([{ a: 1 }])
    expect(read('{"a": 1}\n\n{"a": 2}\n').rows).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('is refused in the line in which it stops being JSON, wherever that is', () => {
    const lines = JSON.stringify(
      [
        { a: 1, b: [true, null, -1.5e3] },
        { c: '\\u00e9 "x"', d: {} },
      ],
      null,
      1,
    ).split('\n')
    fc.assert(
      fc.property(fc.nat(lines.length - 1), (at) => {
        const broken = lines.map((line, number) => (number === at ? `${line} ?` : line)).join('\n')
        expect(wrongs(broken)[0]).toMatch(new RegExp(`^Line ${at + 1}: this is no JSON`))
      }),
    )
    expect(lineOfWrong(lines.join('\n'))).toBe(lines.length)
  })

  it('is refused with the line, or the item, that is wrong', () => {
    expect(wrongs('[{"a": 1},\n {"a": }]')).toEqual(["Line 2: this is no JSON: Unexpected token '}'."])
    expect(wrongs('{"a": 1}\n{"a" 2}\n{"a": 3}')[0]).toMatch(/^Line 2: this is no JSON: Expected ':'/)
    expect(wrongs('[{"a": 1}, 2]')).toEqual([
      'Item 2 is no object: each row is one, such as {"country": "Norway", "orders": 3}.',
    ])
  })
})
