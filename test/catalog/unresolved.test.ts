import { describe, expect, it } from 'vitest'
import { counts, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

describe('a foreign key that leads out of the selection', () => {
  it('is kept by name and listed as unresolved, until a run of the other schema resolves it', async () => {
    const other = await catalogs.source(`
      create schema near; create schema far; create table far.target (x int, y int, primary key (y, x));
      create table near.holder (a int, b int, constraint out foreign key (b, a) references far.target (y, x))`)
    expect(await catalogs.createElements(other.id, { selection: [{ schema: 'near' }] })).toMatchObject({
      relationships: counts(1, 0, 0, 0),
      unresolvedRelationships: 1,
      failedTables: [],
    })
    expect(await catalogs.relationships(other.id)).toEqual({
      resolved: [],
      unresolved: [
        {
          name: 'out',
          sourceTable: { schema: 'near', name: 'holder' },
          sourceColumns: ['b', 'a'],
          targetSchema: 'far',
          targetName: 'target',
          targetColumns: ['y', 'x'],
        },
      ],
    })
    expect((await catalogs.database(other.id)).catalog.relationshipCount).toBe(0)
    expect(await catalogs.createElements(other.id, { selection: [{ schema: 'far' }] })).toMatchObject({
      tables: counts(1, 0, 0, 0),
      relationships: counts(0, 0, 1, 0),
      unresolvedRelationships: 0,
    })
    const { resolved, unresolved } = await catalogs.relationships(other.id)
    expect(unresolved).toEqual([])
    expect(resolved).toMatchObject([
      {
        name: 'out',
        sourceColumns: [{ name: 'b' }, { name: 'a' }],
        targetColumns: [{ name: 'y' }, { name: 'x' }],
      },
    ])
    expect((await catalogs.createElements(other.id)).relationships).toEqual(counts(0, 1, 0, 0))
  })
})

describe('a run that resolves relationships of other schemas', () => {
  it('counts these as updated, and only what it read itself as skipped', async () => {
    const other = await catalogs.source(`
      create schema near; create schema far; create table far.target (id int primary key);
      create table far.known (id int primary key, up int references far.known);
      create table near.holder (a int references far.target, b int references far.known)`)
    await catalogs.createElements(other.id, { selection: [{ schema: 'far', tables: ['known'] }] })
    expect(await catalogs.createElements(other.id, { selection: [{ schema: 'near' }] })).toMatchObject({
      relationships: counts(2, 0, 0, 0),
      unresolvedRelationships: 1,
    })
    expect(await catalogs.createElements(other.id, { selection: [{ schema: 'far' }] })).toMatchObject({
      tables: counts(1, 1, 0, 0),
      relationships: counts(0, 1, 1, 0),
    })
  })

  it('takes those that it finds unchanged from the skipped ones, whatever kinds brought their targets', async () => {
    const other = await catalogs.source(`
      create schema near; create schema far; create table far.target (id int primary key);
      create table near.holder (a int references far.target)`)
    await catalogs.createElements(other.id, { selection: [{ schema: 'near' }] })
    expect((await catalogs.createElements(other.id)).relationships).toEqual(counts(0, 0, 1, 0))
    await catalogs.createElements(other.id, { selection: [{ schema: 'near' }] })
    const byColumns = await catalogs.register('resolved by columns', other.connectionString)
    await catalogs.createElements(byColumns, { selection: [{ schema: 'near' }] })
    expect(
      await catalogs.createElements(byColumns, { selection: [{ schema: 'far' }], include: ['COLUMNS'] }),
    ).toMatchObject({ relationships: counts(0, 0, 1, 0), unresolvedRelationships: 0 })
  })
})
