import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { register } from './elements.ts'
import { quantile } from './measure.ts'
import { startQuarry } from './quarry.ts'
import { type Figure, milliseconds, none, type Section, within } from './report.ts'
import { openTaskWriter } from './task-writer.ts'

const eventsPerSecond = 1_000
const eventsPerWrite = 10
const tasksInView = 50
const leastFrames = 50
const seconds = 10
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** `busy`: the share of the time that the page's main thread was at work, by the processor's clock. */
type Frames = { perSecond: number; gaps: number[]; busy: number }

/** How fluid pages of the dashboard stay while tasks that they show write events without end, in a real Chromium. */
export async function benchDashboard(stack: AsyncDisposableStack): Promise<Section[]> {
  const title = 'The dashboard under 1,000 events a second'
  if (!existsSync(executablePath)) {
    const measured = `no browser at ${executablePath}: install chromium, or set CHROMIUM`
    const missing = { measured, comparedWith: none, ratio: none, limit: `≥ ${leastFrames}`, holds: false }
    return [{ title, notes: [], figures: [{ what: 'frames a second', ...missing }] }]
  }
  const quarry = await startQuarry(stack)
  const databaseUrl = await quarry.createDatabase('watched')
  await register(quarry.client, databaseUrl, 'watched')
  const writer = await openTaskWriter(stack, quarry)
  const tasks = await Promise.all(Array.from({ length: tasksInView }, () => writer.makeTask()))
  await quarry.store.query('update task set database_id = (select id from database)')

  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })
  stack.defer(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const open = (at: string) => page.goto(`${quarry.api.url}${at}#token=${quarry.api.token}`)

  await open('/tasks')
  await page.getByRole('row').nth(tasksInView).waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  const ids = tasks.map(({ id }) => id)
  const still = await frames(page)
  const list = await under(page, writer, ids)
  // The last words of every task are there: none was left behind.
  const shownMs = await shown(page, () => page.getByTitle(lastWords, { exact: true }).count(), tasksInView)

  const one = await writer.makeTask()
  await quarry.store.query('update task set database_id = (select id from database)')
  await open(`/tasks/${one.globalId}`)
  await page.getByRole('log').getByText('Waits').waitFor()
  const log = await under(page, writer, [one.id])
  const { rows } = await quarry.store.query('select last_sequence from task where id = $1', [one.id])
  const all = `${Number(rows[0].last_sequence).toLocaleString('en')} events`
  const readMs = await shown(page, () => page.getByText(all, { exact: true }).count(), 1)

  return [
    {
      title,
      notes: [
        `Headless Chromium without a GPU, the API, the store and the writer on the one machine; ${seconds} s each. Without any event the list draws ${still.perSecond.toFixed(0)} frames a second.`,
        `Events come ${eventsPerWrite} in a write, over ${tasksInView} tasks in view in the list, and from one task on its page, whose log follows them.`,
      ],
      figures: [
        atLeast(
          `frames a second of the list, ${whole(list.written)} events a second written`,
          list.perSecond,
        ),
        longest('longest between two frames of the list, p99', list),
        work('work of the main thread of the list', list),
        within(
          'the list shows the last words of all tasks after they were written',
          shownMs,
          2_000,
          milliseconds,
        ),
        atLeast(
          `frames a second of a task's page, ${whole(log.written)} events a second written`,
          log.perSecond,
        ),
        longest("longest between two frames of a task's page, p99", log),
        work("work of the main thread of a task's page", log),
        within('the log shows the last event after it was written', readMs, 5_000, milliseconds),
      ],
    },
  ]
}

const whole = (amount: number) => Math.round(amount).toLocaleString('en')

const atLeast = (what: string, perSecond: number): Figure => ({
  what,
  measured: perSecond.toFixed(1),
  comparedWith: none,
  ratio: none,
  limit: `≥ ${leastFrames}`,
  holds: perSecond >= leastFrames,
})

const work = (what: string, { busy }: Frames): Figure => ({
  what,
  measured: `${Math.round(busy * 100)} % of a core`,
  comparedWith: none,
  ratio: none,
  limit: none,
  holds: null,
})

const longest = (what: string, { gaps }: Frames): Figure => ({
  what,
  measured: milliseconds(quantile(gaps, 0.99)),
  comparedWith: none,
  ratio: none,
  limit: none,
  holds: null,
})

/** Counts the frames that the page draws. */
async function frames(page: Page): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
  const before = await worked()
  const drawn = await page.evaluate(
    (ms) =>
      new Promise<{ gaps: number[]; tookMs: number }>((resolve) => {
        const gaps: number[] = []
        const from = performance.now()
        let last = from
        requestAnimationFrame(function tick() {
          const now = performance.now()
          gaps.push(now - last)
          last = now
          if (now - from < ms) requestAnimationFrame(tick)
          else resolve({ gaps, tookMs: now - from })
        })
      }),
    seconds * 1_000,
  )
  const tookSeconds = drawn.tookMs / 1_000
  const busy = ((await worked()) - before) / tookSeconds
  await session.detach()
  return { perSecond: drawn.gaps.length / tookSeconds, gaps: drawn.gaps, busy }
}

const lastWords = 'All was said'

/** Counts frames while events are written; resolves when the last ones are. */
async function under(
  page: Page,
  writer: Awaited<ReturnType<typeof openTaskWriter>>,
  ids: string[],
): Promise<Frames & { written: number }> {
  let writes = 0
  let isOver = false
  const from = performance.now()
  const everyMs = (1_000 * eventsPerWrite) / eventsPerSecond
  const write = () => {
    const turn = writes++
    const progress = Math.min(0.99, (turn * everyMs) / (seconds * 1_100))
    return writer.writeProgress(
      ids[turn % ids.length]!,
      eventsPerWrite,
      progress,
      `Reading columns, ${turn} done`,
    )
  }
  async function writeAll() {
    while (!isOver) {
      const due = Math.floor((performance.now() - from) / everyMs)
      if (writes < due) await Promise.all(Array.from({ length: Math.min(4, due - writes) }, write))
      else await sleep(everyMs / 2)
    }
    return (writes * eventsPerWrite) / ((performance.now() - from) / 1_000)
  }
  const writing = writeAll()
  await sleep(1_000)
  const drawn = await frames(page)
  isOver = true
  const written = await writing
  await Promise.all(ids.map((id) => writer.writeProgress(id, 1, 0.99, lastWords)))
  return { ...drawn, written }
}

/** Milliseconds until the page shows it, at the most 30 s. */
async function shown(page: Page, count: () => Promise<number>, wanted: number): Promise<number> {
  const from = performance.now()
  while ((await count()) < wanted && performance.now() - from < 30_000) await page.waitForTimeout(20)
  return performance.now() - from
}
