import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../src/dashboard/databases/diagram/layout.ts'
import { type Box, hasCandidates, modelOf, type Tie } from '../../src/dashboard/databases/diagram/model.ts'
import type { DiagramTableFragment } from '../../src/dashboard/generated/graphql.ts'

const box = (index: number, rows: number): Box => ({
  id: `t${index}`,
  title: `schema.table_${index}${'_and_more'.repeat(index % 4)}`,
  rows: Array.from({ length: rows }, (_, row) => ({
    name: `c${row}`,
    type: 'integer',
    keys: row ? '' : 'PK',
  })),
  more: index % 3,
  isCentre: index === 0,
})
const tie = (id: number, source: number, target: number): Tie => ({
  id: `r${id}`,
  name: `fk_${id}`,
  source: `t${source}`,
  target: `t${target}`,
  sourceColumns: ['c1'],
  targetColumns: ['c0'],
  isUnique: false,
  isOptional: false,
  isCandidate: false,
})

const models = fc.integer({ min: 1, max: 25 }).chain((size) =>
  fc.record({
    boxes: fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: size, maxLength: size })
      .map((rows) => rows.map((count, index) => box(index, count))),
    ties: fc
      .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 })
      .map((pairs) => pairs.map(([source, target], index) => tie(index, source, target))),
  }),
)

/** Points along a path of straight lines and curves, close enough to one another to meet every box on the way. */
function pointsOf(path: string): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = []
  let from = { x: 0, y: 0 }
  for (const [, command, numbers] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const n = numbers!.trim().split(/[ ,]+/).map(Number)
    const to = { x: n.at(-2)!, y: n.at(-1)! }
    const [first, second] =
      command === 'C'
        ? [
            { x: n[0]!, y: n[1]! },
            { x: n[2]!, y: n[3]! },
          ]
        : [from, to]
    for (let step = 0; step <= 40 && command !== 'M'; step++) {
      const [t, u] = [step / 40, 1 - step / 40]
      const at = (axis: 'x' | 'y') =>
        u ** 3 * from[axis] + 3 * u * u * t * first[axis] + 3 * u * t * t * second[axis] + t ** 3 * to[axis]
      points.push({ x: at('x'), y: at('y') })
    }
    from = to
  }
  return points
}

describe('the layout of a diagram', () => {
  it('draws every box inside of the drawing and none over another, whatever refers to what', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { boxes, width, height } = layoutOf(model)
        expect(boxes.map(({ id }) => id)).toEqual(model.boxes.map(({ id }) => id))
        for (const [index, one] of boxes.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(0)
          expect(one.y).toBeGreaterThanOrEqual(0)
          expect(one.x + one.width).toBeLessThanOrEqual(width)
          expect(one.y + one.height).toBeLessThanOrEqual(height)
          for (const other of boxes.slice(index + 1)) {
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y
            expect(apart, `${one.id} and ${other.id}`).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('draws every foreign key from an edge of its table to an edge of the one that it refers to', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { boxes, lines } = layoutOf(model)
        const byId = new Map(boxes.map((one) => [one.id, one]))
        expect(lines.map(({ id }) => id)).toEqual(model.ties.map(({ id }) => id))
        for (const { source, target, sourceEnd, targetEnd, path } of lines) {
          for (const [end, { x, y, width, height }] of [
            [sourceEnd, byId.get(source)!],
            [targetEnd, byId.get(target)!],
          ] as const) {
            expect(end.x).toBeCloseTo(end.way === 1 ? x + width : x)
            expect(end.y).toBeGreaterThanOrEqual(y)
            expect(end.y).toBeLessThanOrEqual(y + height)
          }
          expect(path).toMatch(/^M[-\d. MLCHV]+$/)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('leads no line through a box that it is not of', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { boxes, lines } = layoutOf(model)
        for (const { id, source, target, path } of lines.filter((line) => line.source !== line.target)) {
          for (const point of pointsOf(path)) {
            const met = boxes.find(
              (one) =>
                one.id !== source &&
                one.id !== target &&
                point.x > one.x &&
                point.x < one.x + one.width &&
                point.y > one.y &&
                point.y < one.y + one.height,
            )
            expect(met?.id, `${id} from ${source} to ${target}`).toBeUndefined()
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('spreads many tables that refer to one over several columns, in place of a wall', () => {
    const boxes = Array.from({ length: 31 }, (_, index) => box(index, 4))
    const ties = boxes.slice(1).map((_, index) => tie(index, index + 1, 0))
    const { width, height } = layoutOf({ boxes, ties })
    expect(height / width).toBeLessThan(2.5)
  })
})

describe('relationships that were inferred', () => {
  const table = (name: string, columns: string[], references: DiagramTableFragment['references'] = []) =>
    ({
      id: name,
      schema: 'public',
      name,
      columns: columns.map((column) => ({
        name: column,
        dataType: 'integer',
        isPrimaryKey: column === 'id',
        isForeignKey: references.some(
          ({ origin, sourceColumns }) => origin === 'DECLARED' && sourceColumns[0]!.name === column,
        ),
      })),
      constraints: [{ kind: 'PRIMARY_KEY', columns: ['id'] }],
      references,
    }) satisfies DiagramTableFragment
  const reference = (column: string, target: string, origin: 'CANDIDATE' | 'DECLARED') => ({
    id: column,
    name: column,
    origin,
    sourceColumns: [{ name: column, nullable: true }],
    targetColumns: [{ name: 'id' }],
    targetTable: { id: target },
  })
  const tables = [
    table('customers', ['id', 'name']),
    table(
      'orders',
      ['id', 'customer_id', 'product_id', 'elsewhere_id', 'note'],
      [
        reference('customer_id', 'customers', 'CANDIDATE'),
        reference('product_id', 'customers', 'DECLARED'),
        reference('elsewhere_id', 'not drawn', 'CANDIDATE'),
      ],
    ),
  ]
  const shown = (model: ReturnType<typeof modelOf>) => ({
    ties: model.ties.map(({ id, isCandidate }) => [id, isCandidate]),
    rows: model.boxes[1]!.rows.map(({ name, keys }) => `${name} ${keys}`.trim()),
  })

  it('are told apart from declared ones, and their columns are among the keys', () => {
    expect(shown(modelOf(tables, { detail: 'keys' }))).toEqual({
      ties: [
        ['customer_id', true],
        ['product_id', false],
      ],
      rows: ['id PK', 'customer_id', 'product_id FK'],
    })
  })

  it('are left out with their columns where they are not wanted', () => {
    expect(shown(modelOf(tables, { detail: 'keys', candidates: false }))).toEqual({
      ties: [['product_id', false]],
      rows: ['id PK', 'product_id FK'],
    })
  })

  it('count where both of their tables are drawn alone', () => {
    expect(hasCandidates(tables)).toBe(true)
    expect(hasCandidates([tables[1]!])).toBe(false)
  })
})
