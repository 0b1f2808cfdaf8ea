import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileQuestion } from '../../../src/charts/questions/compile-question.ts'
import { describeQuestion } from '../../../src/charts/questions/describe-question.ts'
import {
  bucketUnits,
  measureNames,
  type QuestionPlan,
  questionFunctions,
} from '../../../src/charts/questions/question-plan.ts'
import type { PathStep } from '../../../src/filtered/plan.ts'
import type { StructureTable } from '../../../src/filtered/structure.ts'
import { InvalidInputError } from '../../../src/platform/errors.ts'
import { openSource, type Source } from '../../filtered/plan/source.ts'
import { numbers } from '../charted.ts'

/** A model may come to any plan that a schema allows; the rules come to few of them. */

let source: Source
beforeAll(async () => {
  source = await openSource(`
    create table country (id int primary key, name text not null, code char(2), founded date, place point, doc jsonb);
    create table customer (id int primary key, first_name text not null, last_name text, country int not null references country,
      referrer int references customer, vip boolean, token uuid, tags text[], opens time);
    create table purchase (id int primary key, customer int not null references customer, ordered_at timestamptz not null,
      status text not null, points bigint, rate real, paid money, took interval);
    create table line (purchase int not null references purchase, number int, quantity int not null, price numeric not null,
      primary key (purchase, number));
    create table tag (id int primary key, label text);
    create table purchase_tag (purchase int references purchase, tag int references tag, primary key (purchase, tag));
    create table note (body text, purchase int references purchase, at timestamp);
    insert into country values (1, 'Canada', 'CA', '1867-07-01'), (2, 'Chile', 'CL', null), (3, 'Cuba', null, '1902-05-20');
    insert into customer select i, 'person ' || i % 3, null, i % 3 + 1, nullif(i - 1, 0), i % 2 = 0, gen_random_uuid(), array['a'], '10:00'
      from generate_series(1, 12) i;
    insert into purchase select i, i % 12 + 1, timestamptz '2026-03-30' - i * interval '9 days', case when i % 4 = 0 then 'open' else 'paid' end,
      i, i, i, '1 day' from generate_series(1, 80) i;
    insert into line select i % 80 + 1, i / 80, i % 3 + 1, i % 7 + 0.5 from generate_series(1, 300) i;
    insert into tag values (1, 'x'), (2, 'x'), (3, null);
    insert into purchase_tag select i, i % 3 + 1 from generate_series(1, 40) i;
    insert into note select 'note ' || i, i, '2025-01-01' from generate_series(1, 9) i;
    analyze`)
})
afterAll(() => source?.close())

const random = numbers(4711)
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
const maybe = <T>(value: T, odds: number): T | null => (random() < odds ? value : null)

it('whatever passes the check of a question’s plan compiles to SQL that runs, and can be said in words', async () => {
  const ends = { wrong: 0, ran: 0 }
  for (let at = 0; at < 12_000; at++) {
    const plan = anyPlan()
    let words: string
    try {
      words = describeQuestion(plan, source.structure)
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw new Error(JSON.stringify(plan), { cause: error })
      ends.wrong++
      continue
    }
    expect(words, JSON.stringify(plan)).not.toMatch(/undefined|\[object/)
    const { text, values, columns } = compileQuestion(plan, source.structure)
    const { fields } = await source.client.query(text, values).catch((cause) => {
      throw new Error(`${JSON.stringify(plan)}\n${text}`, { cause })
    })
    expect(fields.map(({ name }) => name)).toEqual(columns)
    expect(new Set(columns).size).toBe(columns.length)
    ends.ran++
  }
  expect(ends.ran).toBeGreaterThan(2_000)
  expect(ends.wrong).toBeGreaterThan(5_000)
}, 60_000)

function anyPlan(): QuestionPlan {
  const table = pick(source.structure.tables)
  const measure = () => {
    const far = random() < 0.4
    const along = walk(table, far ? 3 : 0, false)
    const factor = walk(table, 3, false)
    const name = maybe(pick(questionFunctions), 0.9)
    return {
      function: name,
      path: along.path,
      column: name === 'COUNT' ? null : maybe(columnOf(along.end), 0.9),
      times: maybe({ path: factor.path, column: columnOf(factor.end) }, 0.1),
      per: maybe(walk(table, 3, false).path, name === 'AVG' ? 0.5 : 0.02),
      called: maybe(pick(measureNames), 0.1),
    }
  }
  const group = () => {
    const { path, end } = walk(table, 3, true)
    const columns = random() < 0.1 ? [columnOf(end), columnOf(end)] : [columnOf(end)]
    return { path, columns, each: random() < 0.3, unit: maybe(pick(bucketUnits), 0.2) }
  }
  const order = {
    by: pick(['MEASURE', 'GROUP'] as const),
    index: Math.floor(random() * 2),
    descending: random() < 0.5,
  }
  return {
    planner: 'MODEL',
    asOf: '2026-03-31T12:00:00.000Z',
    table: { schema: table.schema, name: table.name },
    where: null,
    measures: Array.from({ length: random() < 0.7 ? 1 : 2 }, measure),
    groups: Array.from({ length: Math.floor(random() * 3) }, group),
    order: random() < 0.3 ? [order] : [],
    limit: maybe(1 + Math.floor(random() * 5), 0.3),
  }
}

const columnOf = ({ columns }: StructureTable) => pick(columns).name

/** Along foreign keys, where there are any; also down to those that hold one. */
function walk(from: StructureTable, most: number, down: boolean): { path: PathStep[]; end: StructureTable } {
  const { tables, references } = source.structure
  const path: PathStep[] = []
  let end = from
  for (let left = Math.floor(random() * (most + 1)); left > 0; left--) {
    const ways = references.filter(
      ({ source, target }) => source === end.id || (down && target === end.id && random() < 0.3),
    )
    if (ways.length === 0) break
    const way = pick(ways)
    const up = way.source === end.id
    end = tables.find(({ id }) => id === (up ? way.target : way.source))!
    path.push({ schema: end.schema, name: end.name, via: null, direction: up ? 'TO_PARENT' : 'TO_CHILD' })
  }
  return { path, end }
}
