import type { ExampleTablesQuery } from '../generated/graphql.ts'

type Table = NonNullable<ExampleTablesQuery['database']>['tables']['nodes'][number]

const most = 5

/** Prompts that a database can answer, of its own tables and columns: of those that others refer to, and that have dates, first. */
export function examplesOf(
  tables: readonly Table[],
  { useCandidates }: { useCandidates: boolean },
): string[] {
  const real = tables
    .filter(({ kind }) => kind === 'TABLE' || kind === 'PARTITIONED_TABLE')
    .map((table) => ({
      ...table,
      references: table.references.filter(({ origin }) => useCandidates || origin === 'DECLARED'),
    }))
  const referred = new Map<string, number>()
  for (const { references } of real)
    for (const { targetTable } of references)
      referred.set(targetTable.id, (referred.get(targetTable.id) ?? 0) + 1)
  const weight = (table: Table) => (isDated(table) ? 100 : 0) + (referred.get(table.id) ?? 0)
  const byUse = real.toSorted((a, b) => weight(b) - weight(a))
  const ties = byUse.flatMap((parent) =>
    byUse
      .filter(
        ({ id, references }) =>
          id !== parent.id && references.some(({ targetTable }) => targetTable.id === parent.id),
      )
      .map((child) => ({ parent, child })),
  )
  const [tie] = ties
  const another = ties.find(({ child }) => child.id !== tie?.child.id)
  const [dated, alsoDated = dated] = byUse.filter(isDated)
  const kinds = byUse.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.enumValues?.length ? [`${name} where ${column.name} is "${column.enumValues[0]}"`] : [],
    ),
  )
  const found = [
    tie && `${tie.parent.name} with at least 3 ${tie.child.name}`,
    alsoDated && `${alsoDated.name} from the last 6 months`,
    kinds[0],
    another && `${another.parent.name} without ${another.child.name}`,
    dated && `the latest 100 ${dated.name}`,
    byUse[0] && `100 ${byUse[0].name}`,
  ]
  return [...new Set(found.filter((one) => one !== undefined))].slice(0, most)
}

const isDated = ({ columns }: Table) => columns.some(({ dataType }) => /^(date|timestamp)/.test(dataType))
