import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labelOf } from '../../src/charts/columns/names.ts'
import { things } from '../../src/charts/questions/names.ts'
import { timeUnitOf } from '../../src/filtered/rules/text/units.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { chartOf, message, pairs, register } from './task/installation.ts'

/** What every object of the language has by itself is a name like any other in a database. */
const names = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf']

describe('a name that is also one of the language', () => {
  it.each(names)('%s is a word', (name) => {
    expect(things({ name })).toMatch(/^[A-Za-z ]+s$/)
    expect(labelOf(`${name}(${name})`, true).label).toEqual(expect.any(String))
    expect(labelOf(name, true).label).toEqual(expect.any(String))
    expect(timeUnitOf(name)).toBeNull()
  })
})

describe('charts of a database that is full of them', () => {
  let quarry: TestQuarry
  let source: TestDatabase
  let databaseId: string

  beforeAll(async () => {
    quarry = await startQuarry()
    source = await createDatabase({
      sql: `
        create table constructor (
          id int primary key, "toString" text not null, "__proto__" int not null, "hasOwnProperty" text not null
        );
        insert into constructor select i, 'name ' || i % 4, i, case i % 2 when 0 then 'even' else 'odd' end
        from generate_series(1, 40) i`,
    })
    databaseId = await register(quarry.client, source.connectionString)
  })
  afterAll(async () => {
    await quarry?.stop()
    await source?.drop()
  })

  const drawn = async (input: Parameters<typeof message>[1]) => {
    const { data } = await chartOf(quarry.client, { messageId: await message(quarry.client, input) })
    return pairs(data)
  }

  it('are drawn from a query that names its columns so', async () => {
    const sql = 'select "toString", sum("__proto__") as "__proto__" from constructor group by 1'
    const question = 'Proto by to string'
    expect(await drawn({ question, databaseId, sql })).toEqual([
      ['name 0', 220],
      ['name 1', 190],
      ['name 2', 200],
      ['name 3', 210],
    ])
  })

  it('are drawn from rows that name their columns so', async () => {
    const rows = JSON.parse('[{"constructor":"a","__proto__":3},{"constructor":"b","__proto__":5}]')
    expect(await drawn({ question: 'Proto by constructor', rows })).toEqual([
      ['a', 3],
      ['b', 5],
    ])
  })

  it('are drawn from a question about them', async () => {
    const question = 'Number of constructors by has own property'
    expect(await drawn({ question, databaseId })).toEqual([
      ['even', 20],
      ['odd', 20],
    ])
  })
})
