import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchCatalog } from './catalog.ts'
import { benchCharts } from './charts.ts'
import { benchDashboard } from './dashboard.ts'
import { benchEngines } from './engines.ts'
import { benchFanOut } from './fan-out.ts'
import { benchFiltered } from './filtered.ts'
import { benchHistory } from './history.ts'
import { benchLatency } from './latency.ts'
import { benchLimits } from './limits.ts'
import { type BenchOptions, markdown, type Section } from './report.ts'
import { benchTasks } from './tasks.ts'

/** `npm run bench -- [names] [--rounds 5] [--tables 2000,10000] [--starts 200] [--tasks 1000] [--events 1000000] [--rows 1000000]`: prints Markdown; fails where a limit does not hold. */

type Bench = (stack: AsyncDisposableStack, options: BenchOptions) => Promise<Section[]>

const benches: Record<string, Bench> = {
  catalog: benchCatalog,
  latency: benchLatency,
  tasks: benchTasks,
  'fan-out': benchFanOut,
  history: benchHistory,
  filtered: benchFiltered,
  limits: benchLimits,
  charts: benchCharts,
  engines: benchEngines,
  dashboard: benchDashboard,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    tables: { type: 'string', default: '2000,10000' },
    starts: { type: 'string', default: '200' },
    tasks: { type: 'string', default: '1000' },
    events: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '1000000' },
  },
})
const options = {
  rounds: Number(values.rounds),
  tables: values.tables.split(',').map(Number),
  starts: Number(values.starts),
  tasks: Number(values.tasks),
  events: Number(values.events),
  rows: values.rows.split(',').map(Number),
}
const names = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = names.find((name) => !(name in benches))
if (unknown !== undefined) {
  process.stderr.write(`There is no bench ${unknown}; there are: ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}

process.stdout.write(
  `# Benches\n\n${new Date().toISOString()}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}\n\n`,
)
// Whatever a bench is doing: its servers and directories do not outlive it.
const interrupted = Promise.withResolvers<never>()
interrupted.promise.catch(() => {})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.reject(new Error(`Interrupted by ${signal}`)))

let held = true
try {
  for (const name of names) {
    await using stack = new AsyncDisposableStack()
    for (const section of await Promise.race([benches[name]!(stack, options), interrupted.promise])) {
      process.stdout.write(`${markdown(section)}\n`)
      held &&= section.figures.every(({ holds }) => holds !== false)
    }
  }
  process.exitCode = held ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 2
}
