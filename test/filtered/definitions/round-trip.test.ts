import { afterEach, expect, inject, test, vi } from 'vitest'
import { createDatabase } from '../../postgres.ts'
import { eighteen, everything, torture } from './fixtures.ts'
import { comparable, createOwnedDatabase, definitionsOf, rebuild } from './rebuild.ts'

vi.setConfig({ testTimeout: 120_000 })

const made: { drop(): Promise<void> }[] = []
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop()
})

test.for(Object.entries({ torture, everything, eighteen }))(
  'what is made anew reads the same: %s',
  async ([, sql]) => {
    const source = await createDatabase({ sql })
    made.push(source)
    const target = await createOwnedDatabase(inject('postgresUrl'))
    made.push(target)
    const definitions = await rebuild(source.connectionString, target.connectionString)
    expect(definitions.unsupported).toEqual([])

    const again = await definitionsOf(target.connectionString)
    expect(comparable(again)).toEqual(comparable(await definitionsOf(source.connectionString)))
  },
)
