import { describe, expect, it } from 'vitest'
import { typeColumns } from '../../src/charts/columns/type.ts'
import { resultOf } from '../../src/charts/result.ts'

const typed = (name: string, values: readonly unknown[], databaseType?: string) => {
  const result = typeColumns({ columns: [{ name, databaseType }], rows: values.map((value) => [value]) })
  return { ...result.columns[0]!, values: result.rows.map(([value]) => value) }
}

describe('columns are typed by role', () => {
  it.each([
    ['amount', ['12.50', '3', '-4'], 'numeric(10,2)', 'quantity'],
    ['customer_id', [101, 102, 103], 'integer', 'id'],
    ['customerId', [101, 102, 103], undefined, 'id'],
    ['zip', ['01234', '99999', '10115'], undefined, 'category'],
    ['rating', [1, 2, 5, 3], 'integer', 'ordinal'],
    ['country', ['DE', 'FR'], 'text', 'geographic'],
    ['latitude', [52.5, 48.1], 'double precision', 'geographic'],
    ['latitude', [5200, 4800], 'double precision', 'quantity'],
    ['day', ['Tue', 'Mon', 'Sun'], 'text', 'ordinal'],
    ['age_band', ['65+', '18-24', '25-34'], 'text', 'ordinal'],
    ['created', ['2024-01-31', '2024-02-01'], 'date', 'time'],
    ['opening_year', [1999, 2004], 'integer', 'time'],
    ['founded', [1887, 1950, 2001], 'integer', 'time'],
    ['price', [1600, 1750, 1890], 'integer', 'quantity'],
    ['active', [true, false, true], 'boolean', 'category'],
    ['fwVersion', ['1.2', '1.10', '2.0'], undefined, 'category'],
    ['rides_per_week', [1, 2, 3], 'integer', 'quantity'],
    ['payload', [{ a: 1 }, [1, 2]], 'jsonb', 'category'],
    ['note', ['x', 'y'], undefined, 'category'],
  ])('%s with %j of %s is %s', (name, values, type, role) => {
    expect(typed(name, values, type).role).toBe(role)
  })

  it('reads numbers that are written as text, as drivers give them and as people write them', () => {
    expect(typed('total', ['9007199254740993', '1'], 'bigint').values).toEqual([9007199254740992, 1])
    expect(typed('price', ['$1,234.50', '€ 20', '(3.10)', '12%']).values).toEqual([1234.5, 20, -3.1, 12])
    expect(typed('value', ['1e3', '.5', '-0.25']).values).toEqual([1000, 0.5, -0.25])
  })

  it('keeps codes with leading zeros as names', () => {
    expect(typed('article', ['007', '012', '100']).kind).toBe('text')
  })

  it('reads dates that are written as text, and takes a time without a zone for UTC', () => {
    const at = (values: string[]) =>
      typed('d', values).values.map((value) => new Date(value as number).toISOString())
    expect(at(['2024-03-05', '2024-03-05 10:30', '2024-03-05T10:30:00+02:00'])).toEqual([
      '2024-03-05T00:00:00.000Z',
      '2024-03-05T10:30:00.000Z',
      '2024-03-05T08:30:00.000Z',
    ])
    expect(at(['5 March 2024', 'Mar 7, 2024', 'March 2024', '2024-Q3'])).toEqual(
      ['2024-03-05', '2024-03-07', '2024-03-01', '2024-07-01'].map((day) => `${day}T00:00:00.000Z`),
    )
    expect(at(['13/02/2024', '01/02/2024'])[1]).toContain('2024-02-01')
    expect(at(['12/31/2024', '01/02/2024'])[1]).toContain('2024-01-02')
    expect(typed('d', ['2024-02-30', 'yesterday']).kind).toBe('text')
  })

  it('knows how fine times are', () => {
    expect(typed('y', [2001, 2002]).grain).toBe('year')
    expect(typed('m', ['2024-01', '2024-02']).grain).toBe('month')
    expect(typed('d', [new Date('2024-01-01')]).grain).toBe('day')
    expect(typed('t', ['2024-01-01 10:00']).grain).toBe('time')
  })

  it('takes what most values are, and counts those that are something else', () => {
    const column = typed('value', [1, 2, 'n/a', 4, 5, 6, null, 8, 9, 10])
    expect(column).toMatchObject({ kind: 'number', misfits: 1, nulls: 2 })
    expect(typed('value', [1, 'a', 2, 'b']).kind).toBe('text')
  })

  it('types a column without values as empty', () => {
    expect(typed('gone', [null, null])).toMatchObject({ distinct: 0, nulls: 2 })
  })

  it('keeps unicode, and takes out what cannot stand in a picture', () => {
    expect(typed('name', ['Ünïcödé', '日本', '😀', 'a\u0000b\nc', '\ud800x']).values).toEqual([
      'Ünïcödé',
      '日本',
      '😀',
      'a b c',
      '\ufffdx',
    ])
  })

  it('gives columns of one name different ones', () => {
    const { columns } = typeColumns({ columns: [{ name: 'id' }, { name: 'id' }], rows: [[1, 2]] })
    expect(columns.map(({ name }) => name)).toEqual(['id', 'id (2)'])
  })

  it('gives a column whose name is as long as a query a name that can be shown, and another one its own', () => {
    const name = 'name_'.repeat(20_000)
    const { columns } = typeColumns({ columns: [{ name }, { name: `${name}2` }], rows: [[1, 2]] })
    expect(columns.map(({ name }) => name)).toEqual([`${name.slice(0, 199)}…`, `${name.slice(0, 199)}… (2)`])
    expect(typed(`${'n'.repeat(198)}😀😀`, [1]).name.isWellFormed()).toBe(true)
  })

  it('reads rows whose keys differ', () => {
    const { columns, rows } = typeColumns(resultOf([{ a: 'x' }, { b: 2, a: 'y' }]))
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(rows).toEqual([
      ['x', null],
      ['y', 2],
    ])
  })

  it.each([
    ['date_of_birth', 'Date of birth', null],
    ['weightKg', 'Weight', 'kg'],
    ['discount_pct', 'Discount', '%'],
    ['dept_nm', 'Department name', null],
    ['emp_sal', 'Employee salary', null],
    ['avg(price_usd)', 'Average price', 'USD'],
    ['MAX(o.total)', 'Highest total', null],
    ['count(distinct customer)', 'Number of customer', null],
    ['num_doctors', 'Number of doctors', null],
    ['temp_c', 'Temperature', '°C'],
    ['vitamin_c', 'Vitamin c', null],
    ['yield_t', 'Yield', 't'],
    ['mrr', 'MRR', null],
    ['a.b[0]', 'a.b[0]', null],
  ])('calls %s “%s” with the unit %s', (name, label, unit) => {
    expect(typed(name, [1.5, 2])).toMatchObject({ label, unit })
  })
})
