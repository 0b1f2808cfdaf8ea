import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { describeQuestion } from '../src/charts/questions/describe-question.ts'
import { planQuestion } from '../src/charts/questions/plan-question.ts'
import { checkPlan } from '../src/filtered/check.ts'
import { readStructure } from '../src/filtered/postgresql/structure.ts'
import { planByRules } from '../src/filtered/rules/planner.ts'
import type { Structure } from '../src/filtered/structure.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'
import { messageOf } from '../src/platform/errors.ts'

/**
 * How long the planners without a model, of prompts and of questions, take over a large schema: `node eval/planning-time.ts [--tables 500] [--rows 1000]`.
 * Reading the structure, planning and checking are all in the time, as they are in `filterPlan`.
 */

const { values } = parseArgs({
  options: { tables: { type: 'string', default: '500' }, rows: { type: 'string', default: '1000' } },
})
const [tables, rows] = [Number(values.tables), Number(values.rows)]

const nouns =
  'customer order product supplier invoice payment shipment warehouse employee project ticket campaign'.split(
    ' ',
  )
const themes = 'retail wholesale export internal partner archive north south trial legacy'.split(' ')
const nameOf = (index: number) => {
  const round = Math.floor(index / (nouns.length * themes.length))
  const theme = themes[Math.floor(index / nouns.length) % themes.length]
  return index < nouns.length
    ? nouns[index]!
    : `${theme}_${nouns[index % nouns.length]}${round > 0 ? `_${round}` : ''}`
}

/** Each table refers to three before it and has columns of few values, as the tables of a real schema do. */
function definition(index: number): string {
  const name = nameOf(index)
  const parents = [...new Set([Math.floor(index / 2), Math.floor(index / 3), index - 1])].filter(
    (parent) => parent >= 0 && parent < index,
  )
  const references = parents.map((parent) => `${nameOf(parent)}_id int REFERENCES "${nameOf(parent)}"`)
  const columns = [
    'id int PRIMARY KEY',
    'name text NOT NULL',
    'status text NOT NULL',
    'country text NOT NULL',
    'category text NOT NULL',
    'priority text NOT NULL',
    'amount numeric(10,2) NOT NULL',
    'quantity int NOT NULL',
    'active boolean NOT NULL',
    'created_at timestamptz NOT NULL',
    ...references,
  ]
  const keys = parents.map(() => ', 1 + n % 5')
  return `CREATE TABLE "${name}" (${columns.join(', ')});
    INSERT INTO "${name}" SELECT n, '${name} ' || n, (ARRAY['open','paid','shipped','closed'])[n % 4 + 1], (ARRAY['Germany','France','Canada','Japan'])[n % 4 + 1],
      'Category ' || n % 20, (ARRAY['low','normal','high'])[n % 3 + 1], n * 1.5, n % 50, n % 3 > 0, timestamptz '2024-01-01' + n * interval '5 hours'${keys.join('')}
      FROM generate_series(1, ${rows}) n;`
}

const prompts = [
  'customers',
  'customers from Canada with more than 3 orders in the last 6 months',
  'the 10 customers with the most orders',
  'orders from this year with high priority that are not active',
  'suppliers without any products in category "Category 7"',
  'export customers who spent more than 1000 in total, and legacy products over $20',
  'loyal customers from Atlantis with many orders',
  'widgets painted blue',
]

const questions = [
  'number of orders per country',
  'tickets by priority and status in 2024',
  'top 10 customers by revenue',
  'average amount of invoices by customer country',
  'total sales by month',
  'revenue by product category for customers in Canada over the last 12 months',
  'distribution of payment amounts',
  'sales of unicorns by moon phase',
]

const asOf = new Date('2024-12-01')
const directory = await mkdtemp(path.join(tmpdir(), 'planning-time-'))
const server = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } })
const client = new pg.Client({ connectionString: server.connectionString('postgres') })
try {
  await client.connect()
  for (let index = 0; index < tables; index++) await client.query(definition(index))
  await client.query('ANALYZE')
  await client.query(`SET search_path = ''; SET default_transaction_read_only = on`)
  const query = async <Row>(text: string, given?: unknown[]) =>
    (await client.query(text, given)).rows as Row[]
  const planned = (prompt: string, structure: Structure) =>
    planByRules(prompt, { structure, query, asOf, scope: 'RELATED' }).then(
      (plan) => `${checkPlan(plan, structure).subjects.length} subject(s)`,
    )
  const asked = (question: string, structure: Structure) =>
    planQuestion(question, { structure, query, asOf }).then((plan) => describeQuestion(plan, structure))
  for (const prompt of prompts) await time(prompt, planned)
  for (const question of questions) await time(question, asked)

  async function time(prompt: string, plan: (prompt: string, structure: Structure) => Promise<string>) {
    const start = performance.now()
    const structure = await readStructure({ query })
    const read = performance.now()
    const said = await plan(prompt, structure).catch((error) => messageOf(error))
    const end = performance.now()
    console.log(
      `${(end - start).toFixed(0).padStart(6)} ms (structure ${(read - start).toFixed(0)} ms)  ${prompt} → ${said.slice(0, 90)}`,
    )
  }
} finally {
  await client.end()
  await server.stop()
  await rm(directory, { recursive: true, force: true })
}
