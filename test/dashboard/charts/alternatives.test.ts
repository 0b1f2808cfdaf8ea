import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsOfAlternative } from '../../../src/dashboard/charts/message/alternative-words.ts'
import type { Spec } from '../../../src/dashboard/charts/picture/spec.ts'
import { chartOf, message } from '../../charts/task/installation.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'

const numbered = (count: number, row: (at: number) => Record<string, unknown>) =>
  Array.from({ length: count }, (_, at) => row(at))

const asked = [
  {
    question: 'Sales by region and product',
    rows: numbered(12, (at) => ({
      region: 'NESW'[at % 4],
      product: `product ${at % 3}`,
      sales: 10 + at * 7,
    })),
  },
  {
    question: 'height against weight',
    rows: numbered(60, (at) => ({
      height_cm: 150 + (at % 40),
      weight_kg: 50 + ((at * 7) % 45),
      sex: 'fm'[at % 2],
    })),
  },
  {
    question: 'distribution of price by category',
    rows: numbered(90, (at) => ({
      category: ['books', 'music', 'games'][at % 3],
      price: ((at * 37) % 101) + at,
    })),
  },
]

let quarry: TestQuarry
beforeAll(async () => {
  quarry = await startQuarry()
})
afterAll(() => quarry?.stop())

describe('an alternative of a chart', () => {
  it.each(asked)('is what its words make of the chart: $question', async (input) => {
    const messageId = await message(quarry.client, input)
    const { alternatives } = await chartOf(quarry.client, { messageId })
    expect(alternatives.length).toBeGreaterThan(1)
    for (const { mark, title, spec } of alternatives) {
      const words = wordsOfAlternative({ mark, title, spec: spec as Spec })!
      // Of a chart of its own: an adjustment changes the newest one.
      const again = await message(quarry.client, input)
      await chartOf(quarry.client, { messageId: again })
      const made = await chartOf(quarry.client, { messageId: again, adjustmentQuery: words })
      expect({ words, mark: made.mark, title: made.title }).toEqual({ words, mark, title })
    }
  })
})
