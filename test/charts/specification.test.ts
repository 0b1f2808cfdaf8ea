import { compile, type TopLevelSpec } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import { plainIntent } from '../../src/charts/intent.ts'
import { readIntent } from '../../src/charts/read-intent.ts'
import { drawSvg } from '../../src/charts/render/draw.ts'
import { specify } from '../../src/charts/specification/specify.ts'
import { InvalidInputError } from '../../src/platform/errors.ts'
import { charted, orders, regions } from './charted.ts'

const hostile = [
  '"]; alert(1); //',
  "'] + constructor.constructor('throw 1')() + ['",
  '</text><script>alert(1)</script>',
  'datum.x',
  '{"signal":"length(sequence(0,3e7))"}',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://example.com/x.json',
  '__proto__',
  'constructor',
  'a.b[0]\\"\'`',
  '\u202Eright to left\u0000',
]

function keysAndTexts(value: unknown, keys: string[] = [], texts: string[] = []) {
  if (typeof value === 'string') texts.push(value)
  if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      keys.push(key)
      keysAndTexts(inner, keys, texts)
    }
  return { keys, texts }
}

/** Each expression of the specification that Vega runs. */
function expressionsOf(spec: object): string[] {
  const found: string[] = []
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string' && ['signal', 'expr', 'test', 'update', 'init'].includes(key))
      found.push(value)
    if (value && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) walk(inner, name)
  }
  walk({ ...spec, data: null }, '')
  const { data } = spec as { data: unknown[] }
  walk(
    data.map((one) => ({ ...(one as object), values: null })),
    '',
  )
  return found
}

describe('a specification', () => {
  it('is complete: it says its version and holds its data', () => {
    const { spec, data } = charted('sales by region', [
      { region: 'North', sales: 1 },
      { region: 'South', sales: 2 },
    ]).chart
    expect(spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json')
    expect(spec.data.values).toEqual(data)
    expect(data).toEqual([
      { region: 'South', sales: 2 },
      { region: 'North', sales: 1 },
    ])
  })

  it.each(['bar', 'line', 'area', 'arc', 'point', 'rect', 'boxplot', 'text'] as const)(
    'makes no code and no address of values, names and questions: %s',
    async (mark) => {
      const [nameColumn, valueColumn, seriesColumn] = [hostile[1]!, hostile[10]!, hostile[0]!]
      const rows = hostile.map((text, at) => ({
        [nameColumn]: text,
        [valueColumn]: at + 1,
        [seriesColumn]: at % 2 ? text : 'x',
      }))
      const { typed } = charted(hostile.join(' '), rows)
      const intent = {
        ...plainIntent,
        mark,
        x: mark === 'text' ? null : { field: nameColumn, timeUnit: null, bins: null },
        y:
          mark === 'text'
            ? { field: null, aggregate: 'count' as const }
            : { field: valueColumn, aggregate: 'none' as const },
        series: mark === 'arc' || mark === 'boxplot' || mark === 'text' ? null : seriesColumn,
        title: hostile.join(' '),
      }
      const { spec } = specify(intent, typed, { question: hostile.join(' '), notes: hostile })
      const { keys } = keysAndTexts({ ...spec, data: null })
      expect(
        keys.filter((key) => /^(url|href|signal|expr|params|usermeta|transform|loader)$/.test(key)),
      ).toEqual([])
      const { spec: compiled } = compile(spec as unknown as TopLevelSpec)
      const plain = specify({ ...intent, title: 'Plain' }, typed)
      expect(expressionsOf(compiled)).toEqual(
        expressionsOf(compile(plain.spec as unknown as TopLevelSpec).spec),
      )
      for (const expression of expressionsOf(compiled))
        expect(expression).not.toMatch(/alert\(|constructor\.|passwd|example\.com|javascript|3e7/)
      const { svg } = await drawSvg(spec)
      expect(svg).not.toMatch(/<script|<image|<a |href=|url\((?!#)/)
    },
  )

  it('says in its title what was asked for as plain text', async () => {
    const { typed, design } = charted('x by region', [
      { region: 'a', x: 1 },
      { region: 'b', x: 2 },
    ])
    const { spec, title } = specify({ ...design.intent, title: 'A <b> & "c"\n{{e}}' }, typed)
    expect(title).toBe('A <b> & "c" {{e}}')
    expect((await drawSvg(spec)).svg).toContain('A &lt;b&gt; &amp; "c" {{e}}')
  })

  it('writes each value of the data, and in UTC', () => {
    const { data } = charted('revenue over time', [
      { at: '2024-01-01T23:30:00-02:00', revenue: 1 },
      { at: '2024-02-01T00:00:00Z', revenue: '2.5' },
      { at: '2024-03-01T00:00:00Z', revenue: 3 },
    ]).chart
    expect(data).toEqual([
      { at: '2024-01-02T01:30:00.000Z', revenue: 1 },
      { at: '2024-02-01T00:00:00.000Z', revenue: 2.5 },
      { at: '2024-03-01T00:00:00.000Z', revenue: 3 },
    ])
  })

  it('draws the same whatever the time zone of the server', async () => {
    const { spec } = charted('number of orders by month as a line', orders).chart
    const zone = process.env.TZ
    const pictures: string[] = []
    for (const one of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles']) {
      process.env.TZ = one
      pictures.push((await drawSvg(spec)).svg)
    }
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(pictures).size).toBe(1)
  })

  it('refuses an intent that these rows cannot show, and says why', () => {
    const { typed, design } = charted(
      'sales by region',
      regions.map((region, at) => ({ region, sales: at - 1 })),
    )
    expect(() => specify({ ...design.intent, mark: 'arc' }, typed)).toThrow(InvalidInputError)
    expect(() => specify({ ...design.intent, y: { field: 'region', aggregate: 'sum' } }, typed)).toThrow(
      'Region is not a number',
    )
    expect(() =>
      specify({ ...design.intent, x: { field: 'nothing', timeUnit: null, bins: null } }, typed),
    ).toThrow('no column nothing')
  })
})

describe('an intent from a model', () => {
  const { typed, design } = charted(
    'sales by region',
    regions.map((region, at) => ({ region, sales: at })),
  )

  it('is taken where it names columns and words of the schema', () => {
    expect(readIntent(JSON.parse(JSON.stringify(design.intent)), typed)).toEqual({ intent: design.intent })
  })

  it.each([
    ['a column that there is not', { x: { field: 'datum["x"]', timeUnit: null, bins: null } }, /^x\.field: /],
    ['a mark that loads something', { mark: 'image' }, /^mark: /],
    ['a part that no intent has', { transform: [{ calculate: '1' }] }, /transform/],
    ['an average of names', { y: { field: 'region', aggregate: 'mean' } }, /not a number/],
    ['text in place of an object', { sort: 'x descending' }, /^sort: /],
  ])('is refused with what is wrong: %s', (_, change, wrong) => {
    const read = readIntent({ ...design.intent, ...change }, typed)
    expect('wrongs' in read && read.wrongs.join('; ')).toMatch(wrong)
  })
})
