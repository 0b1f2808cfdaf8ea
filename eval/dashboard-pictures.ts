import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'

/**
 * Pictures of each page of the dashboard, over the sample of the demo, to be looked at and for the docs:
 *
 *     npm run docs:dashboard [-- FOLDER]     docs/dashboard unless named
 *
 * Needs a Chromium: CHROMIUM is its path, /usr/bin/chromium unless set.
 */
const folder = process.argv[2] ?? path.join('docs', 'dashboard')
await mkdir(folder, { recursive: true })
const directory = await mkdtemp(path.join(tmpdir(), 'dashboard-pictures-'))
const demo = spawn(process.execPath, ['src/main.ts', 'demo'], {
  env: { ...process.env, DATA_DIR: directory, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  await takePictures(browser, await addressOf())
} finally {
  await browser.close()
  demo.kill('SIGTERM')
  await new Promise((resolve) => demo.once('exit', resolve))
  await rm(directory, { recursive: true, force: true })
}

/** Of the dashboard, with the token. */
async function addressOf(): Promise<URL> {
  for await (const line of createInterface({ input: demo.stdout })) {
    const address = /^The dashboard:\s+(\S+)/.exec(line)
    if (address) {
      demo.stdout.resume()
      return new URL(address[1]!)
    }
  }
  throw new Error('The demo ended before it was ready')
}

async function takePictures(browser: Browser, address: URL): Promise<void> {
  const open = async (options: { width?: number; colorScheme?: 'light' | 'dark' } = {}) => {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 860 },
      colorScheme: options.colorScheme ?? 'light',
    })
    const page = await context.newPage()
    await page.goto(address.href)
    await page.getByText('Live', { exact: true }).waitFor()
    return page
  }
  const page = await open()
  const take = async (name: string, of = page) => {
    await of.waitForLoadState('networkidle')
    await of.waitForTimeout(400)
    await of.screenshot({ path: path.join(folder, `${name}.png`) })
    console.log(path.join(folder, `${name}.png`))
  }
  await take('tasks')
  await follow(page, /^Extract customers/)
  await take('task')
  await go(page, 'Databases')
  await take('databases')
  await follow(page, 'bookshop')
  await take('database')
  await follow(page, 'Diagram')
  await page.locator('main svg').first().waitFor()
  await take('diagram')
  await follow(page, 'Tables')
  await follow(page, /^shop\.orders\b/)
  await take('table')
  await go(page, 'Filtered databases')
  await take('filtered-databases')
  await follow(page, 'New filtered database')
  await page.getByLabel('Database', { exact: true }).selectOption({ label: 'bookshop' })
  await page.getByLabel('Which rows do you need?').fill('customers from Germany with 3+ orders')
  await page.getByRole('button', { name: /^Show the plan/ }).click()
  await page.getByRole('heading', { name: 'The plan' }).waitFor()
  await take('plan')
  await go(page, 'Charts')
  await take('messages')
  await follow(page, 'Number of orders per country')
  await page.locator('canvas, figure svg').first().waitFor()
  await take('chart')
  await go(page, 'Queues')
  await take('queues')
  await take('tasks-dark', await open({ colorScheme: 'dark' }))
  await take('tasks-narrow', await open({ width: 360 }))
}

function go(page: Page, name: string) {
  return page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
}

function follow(page: Page, name: string | RegExp) {
  return page.getByRole('main').getByRole('link', { name }).first().click()
}
