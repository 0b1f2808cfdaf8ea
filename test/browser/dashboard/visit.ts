import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { TestQuarry } from '../../quarry.ts'

export type Visit = {
  page: Page
  /** What the page complained of: faults of its scripts, and what its policy kept out. */
  complaints: string[]
  /** Violations of WCAG 2.2 A and AA as axe-core finds them, with the elements. */
  violations(): Promise<string[]>
  /** A picture into the folder SCREENSHOTS, where that is set. */
  picture(name: string): Promise<void>
  close(): Promise<void>
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export type VisitOptions = {
  /** Left out: the one that the server made at its start. */
  token?: string
  width?: number
  colorScheme?: 'light' | 'dark'
}

/** Somebody opens the dashboard at a path, with the address that brings a token along. */
export async function visit(
  browser: Browser,
  quarry: Pick<TestQuarry, 'url' | 'token'>,
  at: string,
  { token = quarry.token, width = 1280, colorScheme = 'light' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${quarry.url}${at}#token=${token}`)
  await page.waitForFunction('location.hash === ""')
  return {
    page,
    complaints,
    async violations() {
      await page.evaluate(axe)
      return page.evaluate(async (tags) => {
        type Axe = {
          run(
            root: Document,
            options: object,
          ): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>
        }
        const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
          runOnly: { type: 'tag', values: tags },
        })
        return violations.map(
          ({ id, help, nodes }) =>
            `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
        )
      }, rules)
    },
    async picture(name) {
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}.png`) })
    },
    close: () => context.close(),
  }
}
