import { CatalogTablesQuery } from '../../src/client/operations.ts'

/** The worst that is allowed: much of each thing that costs, up to the limits. `at` makes each document another one, so that none is kept. */
export const worst: ((databaseId: string, at: number) => { query: string; variables?: object })[] = [
  (id) => ({ query: String(CatalogTablesQuery), variables: { id, first: 100 } }),
  (id) => ({
    query: `query ($id: ID!) { database(id: $id) { tables(first: 100) { nodes { ${Array.from({ length: 4 }, (_, n) => `c${n}: columns { name dataType position isPrimaryKey }`).join(' ')} } } } }`,
    variables: { id },
  }),
  () => ({
    query:
      '{ databases(first: 100) { nodes { elementCreation { log status } tables(first: 3) { totalCount nodes { name } } } } }',
  }),
  () => ({
    query:
      '{ tasks(first: 100) { totalCount nodes { events(first: 20) { totalCount nodes { cursor message type } } } } }',
  }),
  () => ({
    query: `{ ${Array.from({ length: 18 }, (_, n) => `t${n}: tasks(first: 100) { totalCount nodes { id kind status steps { name } } }`).join(' ')} }`,
  }),
  (id, at) => ({
    query: `query q${at} ($id: ID!) { database(id: $id) { ${Array.from({ length: 45 }, (_, n) => `...f${n}`).join(' ')} } } ${Array.from(
      { length: 45 },
      (_, n) =>
        `fragment f${n} on Database { name tables(first: 1) { nodes { name } } catalog { tableCount } }`,
    ).join(' ')}`,
    variables: { id },
  }),
  // Just below what is taken for costly.
  (id) => ({
    query: `query ($id: ID!) { database(id: $id) { tables(first: 100) { nodes { ${Array.from({ length: 11 }, (_, n) => `n${n}: name`).join(' ')} } } } }`,
    variables: { id },
  }),
]
