import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import pg from 'pg'
import { checkPlan } from '../src/filtered/check.ts'
import { compileSubject } from '../src/filtered/compile.ts'
import { readStructure } from '../src/filtered/postgresql/structure.ts'
import { planByRules } from '../src/filtered/rules/planner.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'
import { messageOf, UnclearPromptError } from '../src/platform/errors.ts'

/**
 * How well the planner without a model understands prompts: `npm run eval:filters -- ITEMS.jsonl DATABASES`. DATABASES is a
 * folder with a psql script for each database; an item is a prompt with the keys of the rows that it means, as SQL.
 *
 *     right    the same rows, or `unclear` with one of its words
 *     refused  UnclearPromptError where there are rows: honest, but of no use
 *     wrong    other rows, or rows where nothing can be planned: the worst
 */

type Wanted = { subject: string; gold: string; alternatives?: string[] }
type Item = Wanted & {
  id: string
  database: string
  asOf: string
  prompt: string
  expected: 'plan' | 'unclear'
  unclearWords: string[]
  category: string
  also: Wanted[]
}
type Verdict = 'right' | 'refused' | 'wrong'
type Result = { id: string; category: string; verdict: Verdict; detail: string; ms: number }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    out: { type: 'string' },
    /** A server to keep the databases on for the next run; without it, one of our own for this run. */
    server: { type: 'string' },
    verbose: { type: 'boolean' },
  },
})
const [file, folder] = positionals
if (!file || !folder)
  throw new Error('npm run eval:filters -- ITEMS.jsonl DATABASES [--only ID,…] [--server URL] [--out FILE]')
const only = options.only?.split(',')
const items = (await readFile(file, 'utf8'))
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Item)
  .filter(({ id }) => !only || only.some((part) => id.startsWith(part)))

const directory = await mkdtemp(path.join(tmpdir(), 'eval-filters-'))
const server = options.server ? null : await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } })
try {
  const results: Result[] = []
  for (const [database, of] of Map.groupBy(items, ({ database }) => database))
    results.push(...(await run(database, of)))
  report(results)
  if (options.out) await writeFile(options.out, JSON.stringify(results, null, 1))
} finally {
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
}

function urlOf(database: string): string {
  if (server) return server.connectionString(database)
  const url = new URL(options.server!)
  url.pathname = database
  return url.href
}

async function load(database: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (rowCount) return
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
  const script = path.join(folder!, `${database}.sql`)
  await promisify(execFile)('psql', ['-d', urlOf(database), '-v', 'ON_ERROR_STOP=1', '-Xqf', script])
}

async function run(database: string, of: Item[]): Promise<Result[]> {
  await load(database)
  const client = new pg.Client({ connectionString: urlOf(database) })
  await client.connect()
  const keys = async (text: string, values: string[] = []) =>
    (await client.query({ text, values, rowMode: 'array' })).rows
      .map((row) => row.map(String).join('\u0001'))
      .sort()
      .join('\n')
  const query = async <Row>(text: string, values?: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  try {
    await client.query(`SET timezone = 'UTC'`)
    const golds = new Map<Item, string[][]>()
    for (const item of of)
      if (item.expected === 'plan')
        golds.set(
          item,
          await Promise.all(
            [item, ...item.also].map(({ gold, alternatives }) =>
              Promise.all([gold, ...(alternatives ?? [])].map((sql) => keys(sql))),
            ),
          ),
        )
    await client.query(`SET search_path = ''`)
    const structure = await readStructure({ query })
    const results: Result[] = []
    for (const item of of) {
      const start = performance.now()
      const answer = await answered(item, async () => {
        const plan = await planByRules(item.prompt, {
          structure,
          query,
          asOf: new Date(item.asOf),
          scope: 'RELATED',
        })
        const ms = performance.now() - start
        const detail = JSON.stringify(plan.subjects)
        if (item.expected === 'unclear') return { verdict: 'wrong', detail, ms }
        const wanted = [item, ...item.also]
        const { subjects } = checkPlan(plan, structure)
        const right = await Promise.all(
          wanted.map(async ({ subject }, index) => {
            const got = subjects.find(({ table }) => `${table.schema}.${table.name}` === subject)
            if (!got) return false
            const { text, values } = compileSubject(got)
            return golds.get(item)![index]!.includes(await keys(text, values))
          }),
        )
        const all = right.every(Boolean) && subjects.length === wanted.length
        return { verdict: all ? 'right' : 'wrong', detail, ms }
      })
      results.push({ id: item.id, category: item.category, ms: performance.now() - start, ...answer })
      if (answer.verdict !== 'right' || options.verbose)
        console.log(
          `${answer.verdict.padEnd(7)} ${item.id} [${item.category}] ${item.prompt}\n        ${answer.detail}`,
        )
    }
    return results
  } finally {
    await client.end()
  }
}

type Answer = { verdict: Verdict; detail: string; ms?: number }

async function answered(item: Item, plan: () => Promise<Answer>): Promise<Answer> {
  try {
    return await plan()
  } catch (error) {
    if (!(error instanceof UnclearPromptError))
      return { verdict: 'refused', detail: `error: ${messageOf(error)}` }
    const said = error.unrecognized.join(' ').toLowerCase()
    const named = item.unclearWords.some((word) => said.includes(word.toLowerCase()))
    const verdict = item.expected === 'unclear' && named ? 'right' : 'refused'
    return { verdict, detail: `${error.message} — ${error.suggestions.join(' | ')}` }
  }
}

function report(results: Result[]): void {
  const share = (of: Result[], verdict: Verdict) =>
    `${((100 * of.filter((one) => one.verdict === verdict).length) / of.length).toFixed(1)}%`
  const line = (name: string, of: Result[]) =>
    console.log(
      `${name.padEnd(8)} n=${String(of.length).padEnd(4)} right ${share(of, 'right')}  refused ${share(of, 'refused')}  wrong ${share(of, 'wrong')}`,
    )
  for (const [category, of] of [...Map.groupBy(results, (one) => one.category)].sort()) line(category, of)
  line('all', results)
  const ms = results.map((one) => one.ms).sort((a, b) => a - b)
  console.log(
    `p50 ${ms[ms.length >> 1]?.toFixed(0)} ms, p95 ${ms[Math.floor(ms.length * 0.95)]?.toFixed(0)} ms, most ${ms.at(-1)?.toFixed(0)} ms`,
  )
}
