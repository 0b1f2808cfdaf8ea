import type { ExampleTablesQuery } from '../generated/graphql.ts'

type Table = NonNullable<ExampleTablesQuery['database']>['tables']['nodes'][number]

const most = 5

/** Prompts that a database can answer, of its own tables and columns; those first that others refer to most. */
export function examplesOf(tables: readonly Table[]): string[] {
  const real = tables.filter(({ kind }) => kind === 'TABLE' || kind === 'PARTITIONED_TABLE')
  const referred = new Map<string, number>()
  for (const { references } of real)
    for (const { targetTable } of references)
      referred.set(targetTable.name, (referred.get(targetTable.name) ?? 0) + 1)
  const byUse = real.toSorted((a, b) => (referred.get(b.name) ?? 0) - (referred.get(a.name) ?? 0))
  const dated = byUse.filter((table) => dateOf(table))
  const ties = byUse.flatMap((parent) =>
    real
      .filter(
        ({ id, references }) =>
          id !== parent.id && references.some(({ targetTable }) => targetTable.id === parent.id),
      )
      .map((child) => ({ parent, child })),
  )
  const kinds = byUse.flatMap(({ name, columns }) =>
    columns
      .filter(({ enumValues }) => enumValues && enumValues.length > 1)
      .map((column) => `${name} where ${column.name} is "${column.enumValues![0]}"`),
  )
  const [tie] = ties
  const another = ties.find(({ parent }) => parent.id !== tie?.parent.id) ?? ties[1]
  const found = [
    tie && `${tie.parent.name} with at least 3 ${tie.child.name}`,
    dated[0] && `${dated[0].name} from the last 6 months`,
    kinds[0],
    another && `${another.parent.name} without ${another.child.name}`,
    (dated[1] ?? dated[0]) && `the latest 100 ${(dated[1] ?? dated[0])!.name}`,
    byUse[0] && `100 ${byUse[0].name}`,
  ]
  return [...new Set(found.filter((one) => one !== undefined))].slice(0, most)
}

const dateOf = ({ columns }: Table) => columns.find(({ dataType }) => /^(date|timestamp)/.test(dataType))
