import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planByModel } from '../../../src/filtered/model/planner.ts'
import { createLog } from '../../../src/platform/log.ts'
import { type Endpoint, openEndpoint, says } from '../../platform/chat/endpoint.ts'
import { openSource, type Source } from '../plan/source.ts'
import { draft } from './draft.ts'

/** 500 tables in 100 subjects of a business; each has a head that others hang on. */
const subjects = 100
const sql = Array.from({ length: subjects }, (_, i) => {
  const head = i === 42 ? 'vessel' : `area_${i}`
  const columns = Array.from({ length: 12 }, (_, c) => `field_${i}_${c} text`).join(', ')
  return `
    create table ${head} (id int primary key, ${columns});
    comment on table ${head} is '${i === 77 ? 'Where lighthouses stand' : 'Nothing in particular, said at some length so that it counts'}';
    create table ${head}_journey (id int primary key, parent int references ${head}, departed date, ${columns});
    create table ${head}_cargo (id int primary key, journey int references ${head}_journey, weight int, ${columns});
    create table ${head}_crew (id int primary key, parent int references ${head}, label text, ${columns});
    create table ${head}_misc (id int primary key, ${columns});`
}).join('')

let source: Source
let endpoint: Endpoint
beforeAll(async () => {
  endpoint = await openEndpoint()
  source = await openSource(
    `${sql} create table wide (id int primary key, ${Array.from({ length: 400 }, (_, c) => `measure_${c} int`).join(', ')});
     insert into area_13_crew (id, label) values (1, 'Quartermaster')`,
  )
}, 120_000)
afterAll(async () => {
  await source?.close()
  await endpoint?.close()
})

async function ask(prompt: string, table: string) {
  endpoint.answers(
    says(draft(prompt, { subjects: [{ table: `public.${table}`, where: null, orderBy: [], limit: null }] })),
  )
  const planPrompt = planByModel(
    { baseUrl: endpoint.baseUrl, model: 'planner-1', apiKey: null, timeoutMs: 20_000 },
    createLog('silent'),
  )
  const started = performance.now()
  const plan = await planPrompt(prompt, {
    structure: source.structure,
    query: async <Row>(text: string, values?: unknown[]) =>
      (await source.client.query(text, values)).rows as Row[],
    asOf: new Date('2026-03-31T12:00:00Z'),
    scope: 'RELATED',
  })
  const { body, authorization } = endpoint.requests[0]!
  const { content } = body.messages.at(-1)!
  const { definitions } = body.response_format!.json_schema!.schema
  return { plan, ms: performance.now() - started, content, definitions, authorization }
}

describe('a source of 501 tables', () => {
  it('is shown as far as it fits: the tables that are named, then those that are tied to them', async () => {
    const { plan, content, definitions, ms, authorization } = await ask(
      'vessels whose journeys departed in the last 6 months',
      'vessel',
    )
    expect(plan).toMatchObject({
      planner: 'MODEL',
      subjects: [{ table: { schema: 'public', name: 'vessel' } }],
    })
    const tables = definitions.Table!.enum!
    expect(tables.slice(0, 2).toSorted()).toEqual(['public.vessel', 'public.vessel_journey'])
    expect(tables.slice(0, 4).toSorted()).toEqual(
      ['vessel', 'vessel_cargo', 'vessel_crew', 'vessel_journey'].map((name) => `public.${name}`),
    )
    expect(tables.length).toBeGreaterThan(20)
    expect(tables.length).toBeLessThan(501)
    expect(content).toContain(`The catalog shows ${tables.length} of 501 tables`)
    expect(content.length).toBeLessThan(60_000)
    expect(authorization).toBeUndefined()
    // Its own part of the work; the endpoint answers at once.
    expect(ms).toBeLessThan(2_000)
  })

  it('keeps to what endpoints take in a schema', async () => {
    const { definitions } = await ask('vessels', 'vessel')
    const enums = Object.values(definitions).flatMap((one) => (one.enum ? [one.enum] : []))
    expect(enums.flat().length).toBeLessThanOrEqual(1_000)
    for (const names of enums) expect(names.join('').length).toBeLessThanOrEqual(15_000)
  })

  it('has tables found by a value and by a comment, too', async () => {
    expect((await ask('"Quartermaster"', 'area_13_crew')).definitions.Table!.enum![0]).toBe(
      'public.area_13_crew',
    )
    expect((await ask('places with lighthouses', 'area_77')).definitions.Table!.enum![0]).toBe(
      'public.area_77',
    )
  })

  it('has columns left out of a very wide table, never those that the prompt names', async () => {
    const { content, definitions, plan } = await ask('wide rows with measure 377 above 5', 'wide')
    expect(plan.planner).toBe('MODEL')
    const line = content.split('\n').find((text) => text.startsWith('{"table":"public.wide"'))!
    const { columns, columnsLeftOut } = JSON.parse(line)
    expect(columns).toHaveLength(120)
    expect(columnsLeftOut).toBe(281)
    const names = columns.map(({ name }: { name: string }) => name)
    expect(names).toContain('measure_377')
    expect(names).toContain('id')
    expect(definitions.Column!.enum).toContain('measure_377')
  })
})
