import { describe, expect, it } from 'vitest'
import { config, palette, seriesHue } from '../../../src/charts/specification/theme.ts'
import { darkened } from '../../../src/dashboard/charts/picture/dark.ts'
import { fitted } from '../../../src/dashboard/charts/picture/fitted.ts'
import { shownFields } from '../../../src/dashboard/charts/picture/spec.ts'

/** Of the dark scheme, as ui/base.css has it. */
const surface = '#1a1e1c'

function luminance(color: string) {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * parts[0]! + 0.7152 * parts[1]! + 0.0722 * parts[2]!
}
const contrast = (one: string, other: string) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

const names = Array.from({ length: 30 }, (_, at) => `#${at}00000`)
const chart = {
  width: 720,
  height: 400,
  title: { text: '#1f2933' },
  data: { values: [{ region: '#1f2933', sum_amount: 3, rank: 0 }] },
  mark: { type: 'bar' },
  encoding: {
    x: { field: 'region', type: 'ordinal', title: 'Region', axis: { labelAngle: 0 } },
    y: { field: 'sum_amount', type: 'quantitative', title: ['Total amount', '(logarithmic)'] },
    color: {
      field: 'region',
      type: 'nominal',
      scale: { domain: names, range: names.map((_, at): string => seriesHue(at)) },
    },
    order: { field: 'rank' },
  },
  config,
}

describe('a chart on a dark page', () => {
  it('has words that can be read and marks that can be seen', () => {
    const { config: dark, encoding } = darkened(chart) as unknown as typeof chart
    for (const color of [dark.axis.labelColor, dark.legend.labelColor, dark.axis.titleColor])
      expect(contrast(color, surface)).toBeGreaterThanOrEqual(4.5)
    for (const color of [...encoding.color.scale.range, dark.bar.color!, dark.line.color!])
      expect(contrast(color, surface)).toBeGreaterThanOrEqual(3)
    expect(contrast(dark.axis.gridColor, surface)).toBeLessThan(2)
    expect(dark.background).toBeNull()
    const { boxplot } = dark as unknown as { boxplot: { rule: { color: string } } }
    expect(contrast(boxplot.rule.color, surface)).toBeGreaterThanOrEqual(3)
  })

  it('has colours of series that still differ', () => {
    const { encoding } = darkened(chart) as unknown as typeof chart
    const shown = encoding.color.scale.range.slice(0, palette.length)
    expect(new Set(shown).size).toBe(palette.length)
    const distance = (a: string, b: string) =>
      Math.hypot(
        ...[1, 3, 5].map(
          (at) => Number.parseInt(a.slice(at, at + 2), 16) - Number.parseInt(b.slice(at, at + 2), 16),
        ),
      )
    const least = Math.min(...shown.flatMap((a, at) => shown.slice(at + 1).map((b) => distance(a, b))))
    expect(least).toBeGreaterThan(40)
  })

  it('keeps data and names that look like colours', () => {
    const dark = darkened(chart) as unknown as typeof chart
    expect(dark.data).toEqual(chart.data)
    expect(dark.encoding.color.scale.domain).toEqual(names)
  })
})

describe('a chart in its place', () => {
  it('is as wide as that, but for one that was drawn small', () => {
    expect(fitted(chart, 900).width).toBe(900)
    expect(fitted({ ...chart, width: 420 }, 1_000).width).toBe(672)
    expect(fitted(chart, 10).width).toBe(200)
  })

  it('has neither a title, which stands around it, nor options for what embeds it', () => {
    const shown = fitted({ ...chart, usermeta: { embedOptions: { actions: true } } }, 900)
    expect(Object.keys(shown)).not.toContain('title')
    expect(Object.keys(shown)).not.toContain('usermeta')
  })

  it('turns names and puts the legend below where it is narrow', () => {
    const shown = fitted(chart, 320)
    expect(shown.encoding!.x!.axis).toMatchObject({ labelAngle: -45 })
    expect((shown.config as unknown as typeof config & { legend: object }).legend).toMatchObject({
      orient: 'bottom',
    })
    expect(fitted(chart, 900).encoding!.x!.axis).toEqual({ labelAngle: 0 })
  })

  it('makes a pie so small that the labels around it have room', () => {
    const pie = {
      width: 600,
      height: 440,
      data: { values: [] },
      encoding: { theta: { field: 'amount' } },
      layer: [{ mark: { type: 'arc', outerRadius: 150 } }, { mark: { type: 'text', radius: 174 } }],
    }
    const [arc, text] = fitted(pie, 300).layer!.map(
      ({ mark }) => mark as { outerRadius?: number; radius?: number },
    )
    expect(text!.radius).toBeLessThanOrEqual(125)
    expect(arc!.outerRadius! / text!.radius!).toBeCloseTo(150 / 174)
    expect(fitted(pie, 600)).toMatchObject({ width: 600, layer: pie.layer })
  })
})

describe('the data of a chart', () => {
  it('are the fields that it shows, by the names that it gives them', () => {
    expect(shownFields(chart).map(({ title }) => title)).toEqual(['Region', 'Total amount (logarithmic)'])
  })

  it('are all fields where it is a number alone', () => {
    const number = { data: { values: [{ amount: 3, share: '3' }] }, encoding: { text: { field: 'share' } } }
    expect(shownFields(number).map(({ field }) => field)).toEqual(['amount', 'share'])
  })
})
