import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { z } from 'zod'
import { defineTask, implementTask } from '../src/tasks/define.ts'

const input = z.object({ units: z.int(), reports: z.boolean() })

/** A fixed amount of work, with or without a report of each unit of it. */
export const measuredWork = defineTask<z.output<typeof input>, { digest: string }>({
  kind: 'CHART',
  queue: 'measured-work',
  input,
  steps: [{ name: 'work', weight: 1 }],
  maxAttempts: 1,
  timeLimitMs: 600_000,
})

const block = Buffer.alloc(512 * 1024, 'quarry')

/** A unit is some computing and a question to a database, as in what reads a source. */
export const implementMeasuredWork = (source: Client, entered: () => void) =>
  implementTask(measuredWork, async (run) => {
    entered()
    let digest = ''
    await run.step('work', async (report) => {
      if (run.input.reports) report.total(run.input.units)
      for (let unit = 1; unit <= run.input.units; unit++) {
        digest = createHash('sha256').update(block).update(digest).digest('hex')
        await source.query('select 1')
        if (run.input.reports) report.done(unit)
      }
    })
    await run.commit(async () => ({ result: { digest }, message: `${run.input.units} units of work` }))
  })
