import type { ShownPlanFragment } from '../generated/graphql.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { count, dateTime } from '../ui/amounts.ts'
import { Facts } from '../ui/page.tsx'
import styles from './filtered.module.css'
import { FoldedNames } from './folded-names.tsx'
import { PlanTables } from './plan-tables.tsx'
import { Sql } from './sql.tsx'
import { tableName } from './table-name.ts'

/** A plan in words, then as facts, subjects and tables with their SQL. `children` stand after its facts. */
export function PlanView({ plan, children }: { plan: ShownPlanFragment; children?: React.ReactNode }) {
  const kept = plan.tables.filter(({ role }) => role !== 'EMPTY')
  return (
    <>
      <p className={styles.summary}>{plan.summary}</p>
      <Facts
        of={[
          [texts.plan.rows, rowsOf(kept)],
          [texts.plan.tables, texts.plan.ofTables(kept.length, plan.tables.length)],
          [texts.plan.scope, texts.make.scopes[plan.scope]],
          [texts.plan.asOf, dateTime(plan.asOf)],
          [texts.plan.planner, texts.plan.planners[plan.planner]],
        ]}
      />
      {plan.candidates.length > 0 && (
        <FoldedNames summary={texts.plan.candidates(plan.candidates.length)} names={plan.candidates} />
      )}
      {children}
      <h3>{texts.plan.subjects}</h3>
      <ul className={styles.subjects}>
        {plan.subjects.map((subject) => (
          <li key={subject.sql}>
            <div className={styles.subject}>
              <strong>{tableName(subject)}</strong>
              <span>{subject.condition}</span>
            </div>
            <Sql sql={subject.sql} what={tableName(subject)} />
          </li>
        ))}
      </ul>
      <PlanTables tables={plan.tables} />
    </>
  )
}

function rowsOf(kept: ShownPlanFragment['tables']): string {
  const known = kept.flatMap(({ estimatedRows }) => (estimatedRows == null ? [] : [BigInt(estimatedRows)]))
  if (known.length === 0 && kept.length > 0) return texts.plan.unknownRows
  const rows = count(String(known.reduce((sum, one) => sum + one, 0n)))
  return known.length < kept.length ? texts.plan.atLeast(rows) : rows
}
