import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileQuestion } from '../../../src/charts/questions/compile-question.ts'
import { planQuestion } from '../../../src/charts/questions/plan-question.ts'
import { createBookshop } from '../../../src/demo/bookshop.ts'
import { UnclearPromptError } from '../../../src/platform/errors.ts'
import { domains } from '../../filtered/rules/domains/all.ts'
import type { Asked } from './asked/asked.ts'
import { billing } from './asked/billing.ts'
import { bookshop } from './asked/bookshop.ts'
import { clinic } from './asked/clinic.ts'
import { company } from './asked/company.ts'
import { hotel } from './asked/hotel.ts'
import {
  moreOfBilling,
  moreOfBookshop,
  moreOfClinic,
  moreOfCompany,
  moreOfHotel,
  moreOfMusic,
} from './asked/more.ts'
import { music } from './asked/music.ts'
import { flights, forum, geo, library, logistics, school } from './asked/others.ts'
import { shop } from './asked/shop.ts'
import { staff } from './asked/staff.ts'
import { openSource, type Source, sortedRows } from './source.ts'

/** Questions as people ask them, against rows that SQL of our own makes of the same data. */

const ofDomains: Record<string, Asked[]> = {
  billing: [...billing, ...moreOfBilling],
  clinic: [...clinic, ...moreOfClinic],
  flights,
  forum,
  geo,
  hotel: [...hotel, ...moreOfHotel],
  library,
  logistics,
  music: [...music, ...moreOfMusic],
  school,
  shop,
  staff,
}
const companySql = readFileSync(new URL('../../filtered/rules/company.sql', import.meta.url), 'utf8')
const sources: {
  name: string
  asOf: string
  questions: Asked[]
  fill(client: pg.Client): Promise<unknown>
}[] = [
  {
    name: 'company',
    asOf: '2025-10-15T12:00:00Z',
    questions: [...company, ...moreOfCompany],
    fill: (client) => client.query(companySql),
  },
  {
    name: 'bookshop',
    asOf: '2026-06-15T12:00:00Z',
    questions: [...bookshop, ...moreOfBookshop],
    fill: (client) => createBookshop(client, { asOf: new Date('2026-06-15T12:00:00Z') }),
  },
  ...domains.map(({ name, sql, asOf }) => ({
    name,
    asOf,
    questions: ofDomains[name]!,
    fill: (client: pg.Client) => client.query(sql),
  })),
]

describe.each(sources)('questions about $name', ({ asOf, questions, fill }) => {
  let source: Source
  beforeAll(async () => {
    source = await openSource(fill)
  })
  afterAll(() => source?.close())

  const plan = (question: string) =>
    planQuestion(question, { structure: source.structure, query: source.query, asOf: new Date(asOf) })

  it.each(questions.filter(({ rows }) => rows !== null))('answers: $question', async ({ question, rows }) => {
    const { text, values, columns } = compileQuestion(await plan(question), source.structure)
    const result = await source.table(text, values)
    expect(result.columns).toEqual(columns)
    await source.query('SET search_path = public')
    const wanted = await source.table(rows!)
    await source.query(`SET search_path = ''`)
    expect(sortedRows(result.rows), text).toEqual(sortedRows(wanted.rows))
  })

  it.each(questions.filter(({ rows }) => rows === null))(
    'does not guess at: $question',
    async ({ question, unclear }) => {
      const error = await plan(question).then(
        (planned) => new Error(`planned ${JSON.stringify(planned)}`),
        (thrown) => thrown,
      )
      expect(error).toBeInstanceOf(UnclearPromptError)
      const said = (error as UnclearPromptError).unrecognized.join(' ').toLowerCase()
      expect(
        unclear.filter((word) => said.includes(word)),
        said,
      ).not.toEqual([])
      expect((error as UnclearPromptError).suggestions).not.toEqual([])
    },
  )
})
