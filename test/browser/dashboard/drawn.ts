import type { Locator } from 'playwright-core'

/** What is drawn of a chart, once it is: how many bars, and all of its words. */
export async function marksIn(chart: Locator): Promise<{ bars: number; words: string }> {
  const drawn = chart.locator('svg.marks').first()
  await drawn.waitFor({ timeout: 30_000 })
  return {
    bars: await drawn.locator('.mark-rect.role-mark path').count(),
    words: (await drawn.textContent()) ?? '',
  }
}
