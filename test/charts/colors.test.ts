import { describe, expect, it } from 'vitest'
import { palette, restColor, seriesHue } from '../../src/charts/specification/theme.ts'

/** What is left of linear red, green and blue: Machado, Oliveira and Fernandes 2009, severity 1. */
const sights = {
  'all three cones': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  'no cones for red': [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  'no cones for green': [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  'no cones for blue': [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
}
type Triple = [number, number, number]

const linear = (color: string) =>
  color
    .match(/[0-9a-f]{2}/g)!
    .map((part) => Number.parseInt(part, 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as Triple

/** CIE L*a*b*, D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const [x, y, z] = [
    f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047),
    f(0.2126 * r + 0.7152 * g + 0.0722 * b),
    f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883),
  ]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function seen(color: string, sight: readonly number[]): Triple {
  const [r, g, b] = linear(color)
  const part = (at: number) => Math.max(0, sight[at]! * r + sight[at + 1]! * g + sight[at + 2]! * b)
  return lab([part(0), part(3), part(6)])
}

/** The least difference (CIE 1976) of two of the colours. */
function leastDifference(colors: readonly string[], sight: readonly number[]): number {
  const places = colors.map((color) => seen(color, sight))
  return Math.min(
    ...places.flatMap((a, at) =>
      places.slice(at + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    ),
  )
}

describe('the colours of series', () => {
  it.each([
    ['all three cones', 30, 40],
    ['no cones for red', 20, 20],
    ['no cones for green', 15, 20],
    ['no cones for blue', 15, 18],
  ] as const)('can be told apart with %s', (sight, ten, six) => {
    expect(palette).toHaveLength(10)
    expect(leastDifference(palette, sights[sight])).toBeGreaterThan(ten)
    expect(leastDifference(palette.slice(0, 6), sights[sight])).toBeGreaterThan(six)
    expect(leastDifference([palette[0]!, restColor], sights[sight])).toBeGreaterThan(20)
  })

  it('are as many as slices of a pie may be, none twice', () => {
    const colors = Array.from({ length: 30 }, (_, at) => seriesHue(at))
    expect(new Set(colors).size).toBe(30)
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/)
  })
})
