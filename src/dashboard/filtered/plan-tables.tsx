import { useState } from 'react'
import type { ShownPlanFragment, TableRole } from '../generated/graphql.ts'
import { common } from '../texts/common.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { count } from '../ui/amounts.ts'
import { Badge } from '../ui/badge.tsx'
import { Field } from '../ui/field.tsx'
import { SortHead, useSorted } from '../ui/sort.tsx'
import table from '../ui/table.module.css'
import styles from './filtered.module.css'
import { isNamed, ListedTables, TableFilter } from './listed-tables.tsx'
import { Sql } from './sql.tsx'
import { tableName } from './table-name.ts'

type PlanTable = ShownPlanFragment['tables'][number]
type Column = 'table' | 'role' | 'rows'

const roles: TableRole[] = ['SUBJECT', 'DESCENDANT', 'REFERENCED', 'REST', 'EMPTY']

const keyOf = (one: PlanTable, by: Column) => {
  if (by === 'table') return tableName(one)
  if (by === 'role') return roles.indexOf(one.role)
  return one.estimatedRows == null ? null : BigInt(one.estimatedRows)
}

/** The tables that will have rows, and, folded, the names of those that will not. */
export function PlanTables({ tables }: { tables: readonly PlanTable[] }) {
  const [words, setWords] = useState('')
  const [role, setRole] = useState('')
  const kept = tables.filter((one) => one.role !== 'EMPTY')
  const found = tables.filter((one) => isNamed(tableName(one), words) && (!role || one.role === role))
  const empty = found.filter((one) => one.role === 'EMPTY')
  const { rows, ...sort } = useSorted<PlanTable, Column>(
    found.filter((one) => one.role !== 'EMPTY'),
    { by: 'role', descending: false },
    keyOf,
  )
  return (
    <>
      <TableFilter tables={tables} label={texts.plan.filter} words={words} onChange={setWords}>
        <Field label={texts.plan.role}>
          {(field) => (
            <select {...field} value={role} onChange={(event) => setRole(event.target.value)}>
              <option value="">{texts.plan.anyRole}</option>
              {roles
                .filter((one) => one !== 'EMPTY' && kept.some((table) => table.role === one))
                .map((one) => (
                  <option key={one} value={one}>
                    {texts.plan.roles[one]}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </TableFilter>
      <ListedTables
        heads={
          <>
            <SortHead by="table" {...sort}>
              {texts.plan.table}
            </SortHead>
            <SortHead by="role" {...sort}>
              {texts.plan.role}
            </SortHead>
            <SortHead by="rows" {...sort} className={table.number} descendingFirst>
              {texts.plan.estimated}
            </SortHead>
            <th scope="col">{texts.plan.sql}</th>
          </>
        }
        rows={rows}
        row={(one) => <Row key={`${one.schema}.${one.table}`} of={one} />}
        empty={empty.map(tableName)}
        emptySummary={texts.tables.empty}
      />
    </>
  )
}

function Row({ of }: { of: PlanTable }) {
  const name = tableName(of)
  return (
    <tr className={styles.withSql}>
      <td data-label={texts.plan.table} className={styles.name}>
        {name}
      </td>
      <td data-label={texts.plan.role} title={texts.plan.roleWhat[of.role]}>
        <Badge>{texts.plan.roles[of.role] ?? of.role}</Badge>
      </td>
      <td data-label={texts.plan.estimated} className={table.number}>
        {of.estimatedRows == null ? (
          <span className={table.quiet}>{texts.plan.unknownRows}</span>
        ) : (
          count(of.estimatedRows)
        )}
      </td>
      <td className={styles.sqlCell}>
        {of.sql == null ? (
          <span className={table.quiet} title={texts.plan.noSql}>
            <span aria-hidden="true">{common.none}</span>
            <span className="visually-hidden">{texts.plan.noSql}</span>
          </span>
        ) : (
          <Sql sql={of.sql} what={name} />
        )}
      </td>
    </tr>
  )
}
