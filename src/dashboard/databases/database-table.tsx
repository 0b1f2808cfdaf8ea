import { Link } from 'wouter'
import type { DatabaseRowFragment } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { common } from '../texts/common.ts'
import { databases as texts } from '../texts/databases.ts'
import table from '../ui/table.module.css'
import { Time } from '../ui/time.tsx'
import styles from './databases.module.css'
import { ElementsState } from './elements-state.tsx'

export const DatabaseRowFields = graphql(/* GraphQL */ `
  fragment DatabaseRow on Database {
    id name engine host port databaseName
    catalog { tableCount columnCount relationshipCount }
    elementCreation { ...ElementsState }
    schedule { cron timezone nextRunAt }
  }
`)

/** The selected ones by their ids, with their names: a selection outlives the page of the list that it was made on. */
type Selection = ReadonlyMap<string, string>

export function DatabaseTable({
  databases,
  askedAt,
  selected,
  onSelect,
}: {
  databases: readonly DatabaseRowFragment[]
  askedAt: number
  /** Null where nothing may be changed, and so nothing is selected. */
  selected: Selection | null
  onSelect(selected: Selection): void
}) {
  const all = selected !== null && databases.every(({ id }) => selected.has(id))
  function select(these: readonly DatabaseRowFragment[], on: boolean) {
    const next = new Map(selected)
    for (const { id, name } of these) on ? next.set(id, name) : next.delete(id)
    onSelect(next)
  }
  return (
    <div className={table.frame}>
      <table>
        <thead>
          <tr>
            {selected && (
              <td className={styles.checkAll}>
                <input
                  type="checkbox"
                  aria-label={texts.selectAll}
                  checked={all}
                  onChange={(event) => select(databases, event.target.checked)}
                />
              </td>
            )}
            <th scope="col">{texts.columns.name}</th>
            <th scope="col">{texts.columns.where}</th>
            <th scope="col">{texts.columns.catalog}</th>
            <th scope="col">{texts.columns.elements}</th>
            <th scope="col">{texts.columns.schedule}</th>
          </tr>
        </thead>
        <tbody>
          {databases.map((database) => (
            <tr key={database.id}>
              {selected && (
                <td className={styles.check}>
                  <input
                    type="checkbox"
                    aria-label={texts.select(database.name)}
                    checked={selected.has(database.id)}
                    onChange={(event) => select([database], event.target.checked)}
                  />
                </td>
              )}
              <th scope="row" className={styles.name}>
                <Link href={`/databases/${database.id}`}>{database.name}</Link>
              </th>
              <td data-label={texts.columns.where} className={styles.where}>
                <span>
                  {addressOf(database)}
                  <span className={styles.engine}>{texts.engine[database.engine] ?? database.engine}</span>
                </span>
              </td>
              <td data-label={texts.columns.catalog}>
                <Catalog of={database.catalog} />
              </td>
              <td data-label={texts.columns.elements} className={styles.elements}>
                <ElementsState state={database.elementCreation} askedAt={askedAt} name={database.name} />
              </td>
              <td data-label={texts.columns.schedule}>
                {database.schedule?.nextRunAt ? (
                  <span title={`${database.schedule.cron} ${database.schedule.timezone}`}>
                    <Time at={database.schedule.nextRunAt} />
                  </span>
                ) : (
                  <span className={styles.quiet}>{common.none}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Catalog({ of }: { of: DatabaseRowFragment['catalog'] }) {
  if (of.tableCount === 0) return <span className={styles.quiet}>{texts.emptyCatalog}</span>
  return (
    <span title={texts.catalogOf(of.tableCount, of.columnCount, of.relationshipCount)}>
      {common.count(of.tableCount, 'table', 'tables')}
    </span>
  )
}

/** Such as db.example.com:5432/shop; what is null is left out. */
export const addressOf = ({
  host,
  port,
  databaseName,
}: {
  host: string | null
  port: number | null
  databaseName: string
}): string => `${host ?? ''}${port === null ? '' : `:${port}`}${host ? '/' : ''}${databaseName}`
