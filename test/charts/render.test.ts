import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { TooMuchToDraw } from '../../src/charts/errors.ts'
import { coverageOf } from '../../src/charts/fonts/coverage.ts'
import { fontFiles } from '../../src/charts/fonts/font-files.ts'
import { drawPng, drawSvg } from '../../src/charts/render/draw.ts'
import { createRenderer } from '../../src/charts/render/renderer.ts'
import { InvalidInputError, TaskError } from '../../src/platform/errors.ts'
import { charted, numbers, regions } from './charted.ts'
import { scripts } from './hard-rows.ts'

const { spec } = charted(
  'sales by region',
  regions.map((region, sales) => ({ region, sales: sales + 1 })),
).chart
const sequence = (stop: number) => ({
  $schema: spec.$schema,
  width: 300,
  height: 200,
  data: { sequence: { start: 0, stop, as: 'x' } },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
})

const letter = String.fromCodePoint(0x20000)
/** A chart with a letter that the bundled fonts have not. */
const foreign = charted(
  'sales by region',
  regions.map((region, sales) => ({ region: `${region} ${letter}`, sales: sales + 1 })),
).chart.spec

/** A font that has the letter: DejaVu, whose last group of characters is made to begin with it. */
async function fontWith(codePoint: number, file: string): Promise<void> {
  const font = await readFile(fontFiles.fallback)
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, at) => 12 + at * 16)
  const cmap = font.readUInt32BE(tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')! + 8)
  const subtables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, at) => cmap + font.readUInt32BE(cmap + 8 + at * 8),
  )
  const full = subtables.find((at) => font.readUInt16BE(at) === 12)!
  const group = full + 16 + (font.readUInt32BE(full + 12) - 1) * 12
  const length = font.readUInt32BE(group + 4) - font.readUInt32BE(group)
  font.writeUInt32BE(codePoint, group)
  font.writeUInt32BE(codePoint + length, group + 4)
  await writeFile(file, font)
}

const renderer = createRenderer({ timeoutMs: 20_000 })
afterAll(() => renderer.close())

/** Width and height of a PNG, and how many bytes it has. */
function pngSize(png: Uint8Array): [number, number] {
  const bytes = Buffer.from(png)
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('the renderer', () => {
  it('draws an SVG with the texts of the chart', async () => {
    const svg = await renderer.svg(spec)
    expect(svg).toMatch(/^<svg/)
    for (const region of regions) expect(svg).toContain(region)
  })

  it('draws a PNG with the bundled font, larger where it is asked to', async () => {
    const [width, height] = pngSize(await renderer.png(spec))
    expect(pngSize(await renderer.png(spec, { scale: 2 }))).toEqual([width * 2, height * 2])
    const withoutText = JSON.parse(
      JSON.stringify(spec).replaceAll(/North|South|East|West|Sales by region/g, ' '),
    )
    expect((await renderer.png(spec)).length).toBeGreaterThan((await renderer.png(withoutText)).length + 500)
  })

  it('says in a PNG that letters stand as boxes where no font has them, and nothing of it in an SVG', async () => {
    const note = 'Letters that no font here has stand as boxes.'
    const noted = { ...foreign, title: { ...(foreign.title as object), subtitle: [note] } }
    const bytes = Buffer.from(drawPng((await drawSvg(structuredClone(noted))).svg, 1, []))
    expect(Buffer.from(await renderer.png(foreign)).equals(bytes)).toBe(true)
    const plain = drawPng((await drawSvg(structuredClone(foreign))).svg, 1, [])
    expect(bytes.equals(plain)).toBe(false)
    expect(await renderer.svg(foreign)).not.toContain(note)
    expect(
      Buffer.from(await renderer.png(spec)).equals(
        drawPng((await drawSvg(structuredClone(spec))).svg, 1, []),
      ),
    ).toBe(true)
  })

  it('draws letters with the fonts that it is given', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'fonts-'))
    const font = path.join(directory, 'one.ttf')
    await fontWith(letter.codePointAt(0)!, font)
    const own = createRenderer({ fonts: [font] })
    try {
      const png = Buffer.from(await own.png(foreign))
      const { svg } = await drawSvg(structuredClone(foreign))
      expect(png.equals(drawPng(svg, 1, [font]))).toBe(true)
      expect(png.equals(drawPng(svg, 1, []))).toBe(false)
    } finally {
      await own.close()
      await rm(directory, { recursive: true })
    }
  })

  it('knows which letters its fonts lack', () => {
    const lacking = coverageOf([])
    expect(lacking(scripts.covered.join(' '))).toEqual([])
    for (const name of scripts.lacking) expect(lacking(name)).toEqual([...new Set(name)])
  })

  it('takes another width and height, within bounds', async () => {
    expect(pngSize(await renderer.png(spec, { width: 900, height: 500 }))).toEqual([900, 500])
    await expect(renderer.png(spec, { width: 5_000 })).rejects.toThrow(InvalidInputError)
    await expect(renderer.png(spec, { scale: 9 })).rejects.toThrow('at most 3')
    await expect(renderer.png(spec, { width: 2_000, height: 2_000, scale: 3 })).rejects.toThrow(
      '16,000,000 pixels',
    )
    await expect(renderer.svg(spec, { height: Number.NaN })).rejects.toThrow(InvalidInputError)
  })

  it('draws many at once, one after the other', async () => {
    const pictures = await Promise.all(
      Array.from({ length: 12 }, (_, at) => renderer.svg(spec, { width: 400 + at })),
    )
    for (const [at, svg] of pictures.entries()) expect(svg).toContain(`width="${400 + at}"`)
  })

  it('draws 5,000 points', async () => {
    const random = numbers()
    const { chart } = charted(
      'a against b',
      Array.from({ length: 5_000 }, () => ({ a: random(), b: random() })),
    )
    const marks = /<g class="mark-symbol role-mark.*?<\/g>/.exec(await renderer.svg(chart.spec))?.[0]
    expect(marks?.match(/<path /g)).toHaveLength(5_000)
  })

  it.each([
    ['a file', { url: 'file:///etc/passwd', format: { type: 'dsv', delimiter: ':' } }],
    ['a path', { url: '/etc/passwd', format: { type: 'dsv', delimiter: ':' } }],
    ['an address', { url: 'http://127.0.0.1:9/data.json' }],
  ])('loads nothing, and says so: %s', async (_, data) => {
    const drawing = renderer.svg({ ...spec, data })
    await expect(drawing).rejects.toThrow(TaskError)
    await expect(drawing).rejects.toMatchObject({ code: 'CHART_NOT_DRAWN', retryable: false })
    await expect(drawing).rejects.toThrow(/loads/)
  })

  it('says what is wrong with a specification that cannot be drawn', async () => {
    const drawing = renderer.svg({
      $schema: spec.$schema,
      data: { values: [] },
      mark: 'no such mark',
      encoding: {},
    })
    await expect(drawing).rejects.toMatchObject({ code: 'CHART_NOT_DRAWN', retryable: false })
  })

  it('gives up for good on a picture that takes too long, and draws the next one', async () => {
    const hasty = createRenderer({ timeoutMs: 1_500 })
    try {
      const [slow, next] = [hasty.svg(sequence(5_000_000)), hasty.svg(spec)]
      await expect(slow).rejects.toThrow(TooMuchToDraw)
      await expect(slow).rejects.toThrow('1.5 seconds')
      expect(await next).toMatch(/^<svg/)
    } finally {
      await hasty.close()
    }
  })

  it('gives up for good on a picture that takes too much memory, and draws the next one', async () => {
    const small = createRenderer({ timeoutMs: 25_000, memoryMb: 96 })
    try {
      await expect(small.svg(sequence(3_000_000))).rejects.toThrow('more than 96 MB')
      expect(await small.svg(spec)).toMatch(/^<svg/)
    } finally {
      await small.close()
    }
  })

  it('stops at once where it is told to, in the middle of a picture and before it', async () => {
    const own = createRenderer({ timeoutMs: 25_000 })
    try {
      await own.svg(spec)
      const [running, waiting] = [new AbortController(), new AbortController()]
      const first = own.svg(sequence(5_000_000), { signal: running.signal })
      const second = own.svg(spec, { signal: waiting.signal })
      const third = own.svg(spec)
      waiting.abort(new Error('not needed any more'))
      await expect(second).rejects.toThrow('not needed any more')
      const start = performance.now()
      setTimeout(() => running.abort(new Error('cancelled')), 300)
      await expect(first).rejects.toThrow('cancelled')
      expect(performance.now() - start).toBeLessThan(2_000)
      expect(await third).toMatch(/^<svg/)
      await expect(own.svg(spec, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
        'too late',
      )
    } finally {
      await own.close()
    }
  })

  it('ends what still waits when it is closed', async () => {
    const own = createRenderer()
    const drawings = Promise.allSettled([own.svg(spec), own.svg(spec)])
    await own.close()
    for (const { status } of await drawings) expect(status).toBe('rejected')
  })
})
