import { readFileSync } from 'node:fs'

export type Glyphs = {
  /** In parts of the font's size; null where the font has no such character. */
  advance(codePoint: number): number | null
}

/**
 * The widths of a font's characters, from its tables head, hhea, hmtx and cmap (formats 4 and 12): TrueType, OpenType, or the
 * first of a collection.
 */
export function readGlyphs(file: string): Glyphs {
  const bytes = readFileSync(file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<string, number>()
  const start = bytes.toString('latin1', 0, 4) === 'ttcf' ? view.getUint32(12) : 0
  for (let at = 0; at < view.getUint16(start + 4); at++) {
    const entry = start + 12 + at * 16
    tables.set(bytes.toString('latin1', entry, entry + 4), view.getUint32(entry + 8))
  }
  const perEm = view.getUint16(tables.get('head')! + 18)
  const metrics = view.getUint16(tables.get('hhea')! + 34)
  const widths = tables.get('hmtx')!
  const glyphOf = cmapOf(view, tables.get('cmap')!)
  const cache = new Map<number, number | null>()
  return {
    advance(codePoint) {
      const known = cache.get(codePoint)
      if (known !== undefined) return known
      const glyph = glyphOf(codePoint)
      const width = glyph === 0 ? null : view.getUint16(widths + Math.min(glyph, metrics - 1) * 4) / perEm
      cache.set(codePoint, width)
      return width
    },
  }
}

function cmapOf(view: DataView, cmap: number): (codePoint: number) => number {
  const subtables = Array.from(
    { length: view.getUint16(cmap + 2) },
    (_, at) => cmap + view.getUint32(cmap + 4 + at * 8 + 4),
  )
  const full = subtables.find((table) => view.getUint16(table) === 12)
  if (full !== undefined) return (codePoint) => inSegmentedCoverage(view, full, codePoint)
  const basic = subtables.find((table) => view.getUint16(table) === 4)
  return basic === undefined ? () => 0 : (codePoint) => inSegments(view, basic, codePoint)
}

function inSegmentedCoverage(view: DataView, table: number, codePoint: number): number {
  let [low, high] = [0, view.getUint32(table + 12) - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const group = table + 16 + middle * 12
    if (codePoint < view.getUint32(group)) high = middle - 1
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1
    else return view.getUint32(group + 8) + codePoint - view.getUint32(group)
  }
  return 0
}

function inSegments(view: DataView, table: number, codePoint: number): number {
  const size = view.getUint16(table + 6)
  for (let at = 0; at < size; at += 2) {
    if (codePoint > view.getUint16(table + 14 + at)) continue
    const start = view.getUint16(table + 16 + size + at)
    if (codePoint < start) return 0
    const delta = view.getUint16(table + 16 + size * 2 + at)
    const place = table + 16 + size * 3 + at
    const offset = view.getUint16(place)
    if (offset === 0) return (codePoint + delta) & 0xffff
    const glyph = view.getUint16(place + offset + (codePoint - start) * 2)
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
  return 0
}
