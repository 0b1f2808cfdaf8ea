import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoted, readSelection } from '../../src/dashboard/databases/create/selection.ts'

describe('the schemas and tables that somebody writes down', () => {
  it('are a schema with all of its tables, or with those that are named', () => {
    expect(readSelection('shop\n\n crm.people \ncrm.notes\n"a.b"."c ""d"""').selection).toEqual([
      { schema: 'shop' },
      { schema: 'crm', tables: ['people', 'notes'] },
      { schema: 'a.b', tables: ['c "d"'] },
    ])
  })

  it('mean everything where nothing is written', () => {
    expect(readSelection(' \n')).toEqual({ selection: null, wrong: null })
  })

  it('are all tables of a schema that is named alone as well, in whichever order', () => {
    expect(readSelection('shop\nshop.orders').selection).toEqual([{ schema: 'shop' }])
    expect(readSelection('shop.orders\nshop').selection).toEqual([{ schema: 'shop' }])
  })

  it.each(['a.b.c', '.orders', 'shop.', '"shop'])('is told where %s is none of them', (line) => {
    expect(readSelection(`good\n${line}`)).toEqual({ selection: null, wrong: line })
  })

  it('names any schema that is added by its button', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[\r\n\0]/.test(text))
    fc.assert(
      fc.property(name, (schema) => {
        expect(readSelection(quoted(schema))).toEqual({ selection: [{ schema }], wrong: null })
      }),
    )
  })
})
