import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  connectionStringOf,
  databaseNameOf,
  engineOf,
  engines,
  fileOf,
  fileString,
  noParts,
  partsFor,
  partsOf,
} from '../../src/dashboard/databases/register/connection-string.ts'
import { parseConnectionString } from '../../src/databases/connection-string.ts'

const servers = engines.filter((engine) => engine !== 'SQLITE')
const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => !/[\0\r\n]/.test(value))

describe('a connection string that the form puts together', () => {
  it('is read by the server as what stands in the form, whatever characters are in it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...servers), text, text, text, (engine, user, password, database) => {
        const parts = { ...noParts(engine), host: 'db.example.com', user, password, database }
        expect(parseConnectionString(connectionStringOf(engine, parts))).toEqual({
          engine,
          host: 'db.example.com',
          port: engine === 'POSTGRESQL' ? 5432 : 3306,
          databaseName: database,
          username: user,
          password,
          sslMode: 'prefer',
        })
        expect(partsOf(connectionStringOf(engine, parts))).toEqual(parts)
      }),
    )
  })

  it('names the path of a file of SQLite, whatever characters are in it', () => {
    const path = text.filter((value) => value.replaceAll('/', '') !== '' && !value.startsWith('//'))
    fc.assert(
      fc.property(path, (path) => {
        expect(parseConnectionString(fileString(path))).toEqual({ engine: 'SQLITE', databaseName: path })
        expect(fileOf(fileString(path))).toBe(path)
      }),
    )
  })

  it('is empty while nothing is said', () => {
    for (const engine of servers) expect(connectionStringOf(engine, noParts(engine))).toBe('')
    expect(fileString('')).toBe('')
  })

  it('has the usual port of the engine, unless another one was written', () => {
    const parts = { ...noParts('POSTGRESQL'), host: 'db' }
    expect(partsFor('MARIADB', parts).port).toBe('3306')
    expect(partsFor('POSTGRESQL', partsFor('MYSQL', parts)).port).toBe('5432')
    expect(partsFor('MYSQL', { ...parts, port: '3307' }).port).toBe('3307')
    expect(partsFor('POSTGRESQL', noParts('SQLITE')).port).toBe('5432')
  })
})

describe('a connection string that is typed', () => {
  it.each([
    ['postgresql://u@h/d', 'POSTGRESQL', 'd'],
    ['postgres://u@h/d', 'POSTGRESQL', 'd'],
    [' MySQL://u:p@h:3307/a%20b', 'MYSQL', 'a b'],
    ['mariadb://u@[::1]/shop?sslmode=require', 'MARIADB', 'shop'],
    ['sqlite:reports/shop.db', 'SQLITE', 'shop.db'],
    ['sqlite:100%', 'SQLITE', '100%'],
    ['oracle://u@h/d', null, ''],
    ['nonsense', null, ''],
    ['mariadb://%', 'MARIADB', ''],
  ] as const)('%s is of the engine that it says', (text, engine, name) => {
    expect(engineOf(text)).toBe(engine)
    expect(databaseNameOf(text)).toBe(name)
  })
})
