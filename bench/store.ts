import { entities } from '../src/app.ts'
import { refreshCatalog } from '../src/catalog/refresh.ts'
import { metadataKinds } from '../src/catalog/source.ts'
import { deleteCatalog, type Owner } from '../src/catalog/store.sql.ts'
import { dbOf, type EntityManager, openOrm } from '../src/platform/orm.ts'
import { register } from './elements.ts'
import { makeManyTables } from './many-tables.ts'
import { interleave, median, medianRatio, timed } from './measure.ts'
import type { BenchQuarry } from './quarry.ts'
import { type Figure, milliseconds, none, type Section, times } from './report.ts'
import { readerOf, type Snapshot, takeSnapshot } from './snapshot.ts'
import type { SourceServer } from './source-server.ts'
import { findOrCreatePerRow, persistPerTable } from './store-peers.ts'

const databaseName = 'Storing'

type Store = (em: EntityManager, snapshot: Snapshot, owner: Owner) => Promise<unknown>

/** Row by row takes long: so many show it. */
const tables = 500

/** Storing one and the same snapshot: with our set-based statements, and in two ways through the ORM. */
export async function benchStore(
  server: SourceServer,
  quarry: BenchQuarry,
  rounds: number,
): Promise<Section> {
  const sourceUrl = await server.createDatabase('storing')
  await makeManyTables(sourceUrl, tables)
  const snapshot = await takeSnapshot(sourceUrl)
  await register(quarry.client, sourceUrl, databaseName)
  const { rows } = await quarry.store.query<Owner>(
    'select id as "databaseId", workspace_id as "workspaceId" from database where name = $1',
    [databaseName],
  )
  const owner = rows[0]!
  const { databaseId } = owner
  const orm = await openOrm({
    url: quarry.databaseUrl,
    entities,
    applicationName: 'quarry bench',
    poolSize: 2,
  })
  const storing = (store: Store) => async () => {
    await deleteCatalog(dbOf(orm.em.fork()), databaseId)
    await quarry.store.query('vacuum (analyze) catalog_table, catalog_column, catalog_relationship')
    const ms = await timed(() => orm.em.fork().transactional((em) => store(em, snapshot, owner)))
    await checkStored(quarry, databaseId, snapshot)
    return ms
  }
  try {
    const results = await interleave(rounds, {
      sets: storing(storeSets),
      perTable: storing(persistPerTable),
      perRow: storing(findOrCreatePerRow),
    })
    const compared = (peer: string, ms: number[]): Figure => ({
      what: 'storing with set-based statements',
      measured: milliseconds(median(results.sets)),
      comparedWith: `${peer}: ${milliseconds(median(ms))}`,
      ratio: times(medianRatio(results.sets, ms)),
      limit: none,
      holds: null,
    })
    return {
      title: 'Storing a catalog',
      notes: [
        `The same ${tables} tables with ${tables * 15} columns, in one transaction, into an empty catalog; medians of ${rounds} rounds.`,
      ],
      figures: [
        compared('ORM, persist and flush table by table', results.perTable),
        compared('ORM, find or create and flush row by row', results.perRow),
      ],
    }
  } finally {
    await orm.close()
  }
}

/** What an element creation does with what it reads, without a task around it. */
const storeSets: Store = (em, snapshot, { workspaceId, databaseId }) =>
  refreshCatalog(
    {
      taskId: databaseId,
      workspaceId,
      databaseId,
      attempt: 1,
      input: {
        databaseId,
        databaseName,
        selection: null,
        include: metadataKinds.filter((kind) => kind !== 'CANDIDATE_KEYS'),
        includePartitions: false,
        sampleValues: false,
      },
      signal: new AbortController().signal,
      step: (_, work) => work({ total: () => {}, done: () => {} }),
      skip: () => {},
      log: () => {},
      isHeld: async () => true,
      async commit() {
        throw new Error('A bench of the store commits by itself')
      },
    },
    dbOf(em),
    readerOf(snapshot),
  )

async function checkStored({ store }: BenchQuarry, databaseId: string, snapshot: Snapshot): Promise<void> {
  const { rows } = await store.query(
    `select (select count(*)::int from catalog_table where database_id = $1) as tables,
      (select count(*)::int from catalog_column where database_id = $1) as columns,
      (select count(*)::int from catalog_relationship where database_id = $1 and target_table_id is not null) as ties`,
    [databaseId],
  )
  const total = (parts: Map<string, unknown[]>) =>
    [...parts.values()].reduce((sum, { length }) => sum + length, 0)
  const expected = [snapshot.tables.tables.length, total(snapshot.columns), total(snapshot.relationships)]
  const stored = [rows[0].tables, rows[0].columns, rows[0].ties]
  if (stored.join() !== expected.join())
    throw new Error(`${stored.join(', ')} elements were stored in place of ${expected.join(', ')}`)
}
