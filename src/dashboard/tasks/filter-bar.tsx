import { useViewer } from '../session/use-viewer.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { count } from '../ui/amounts.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import type { TaskCount } from './counts.ts'
import { DatabaseFilter } from './database-filter.tsx'
import styles from './filter-bar.module.css'
import {
  type Change,
  type Filters,
  kinds,
  noFilters,
  type Span,
  spans,
  statuses,
  toggled,
} from './filters.ts'
import { MakerFilter } from './maker-filter.tsx'

/** What narrows the list of tasks; all of it stands in the address. */
export function FilterBar({
  filters,
  change,
  counts,
  isFiltered,
}: {
  filters: Filters
  change(change: Change): void
  counts: TaskCount
  isFiltered: boolean
}) {
  const viewer = useViewer()
  const isBetween = filters.span === null && (filters.from !== null || filters.to !== null)
  return (
    <search className={styles.bar} aria-label={texts.filters.label}>
      <fieldset className={styles.choices} aria-label={texts.filters.status}>
        <Choice
          name={texts.filters.all}
          count={counts('anyStatus')}
          isChosen={filters.statuses.length === 0}
          onChoose={() => change({ status: null })}
        />
        {statuses.map((status) => (
          <Choice
            key={status}
            name={texts.status[status]}
            count={counts(status)}
            isChosen={filters.statuses.includes(status)}
            onChoose={() => change({ status: toggled(filters.statuses, status) })}
          />
        ))}
      </fieldset>
      <fieldset className={styles.choices} aria-label={texts.filters.kind}>
        <Choice
          name={texts.filters.anyKind}
          count={counts('anyKind')}
          isChosen={filters.kinds.length === 0}
          onChoose={() => change({ kind: null })}
        />
        {kinds.map((kind) => (
          <Choice
            key={kind}
            name={texts.kind[kind]}
            count={counts(kind)}
            isChosen={filters.kinds.includes(kind)}
            onChoose={() => change({ kind: toggled(filters.kinds, kind) })}
          />
        ))}
      </fieldset>
      <div className={styles.fields}>
        <DatabaseFilter id={filters.databaseId} onChoose={(database) => change({ database })} />
        <MakerFilter by={filters.createdBy} me={viewer?.userId} onChoose={(by) => change({ by })} />
        <Field label={texts.filters.time}>
          {(field) => (
            <select
              {...field}
              value={filters.span ?? (isBetween ? 'between' : '')}
              onChange={({ target: { value } }) =>
                change(
                  value === 'between'
                    ? { since: null, from: localNow(-24) }
                    : { since: value, from: null, to: null },
                )
              }
            >
              <option value="">{texts.filters.anyTime}</option>
              {(Object.keys(spans) as Span[]).map((span) => (
                <option key={span} value={span}>
                  {texts.filters.spans[span]}
                </option>
              ))}
              <option value="between">{texts.filters.between}</option>
            </select>
          )}
        </Field>
        {isBetween && (
          <>
            <Moment name={texts.filters.from} at={filters.from} onChange={(from) => change({ from })} />
            <Moment name={texts.filters.to} at={filters.to} onChange={(to) => change({ to })} />
          </>
        )}
        {isFiltered && (
          <Button kind="quiet" className={styles.clear} onClick={() => change(noFilters)}>
            {texts.filters.clear}
          </Button>
        )}
      </div>
    </search>
  )
}

function Choice({
  name,
  count: amount,
  isChosen,
  onChoose,
}: {
  name: string
  count: number | undefined
  isChosen: boolean
  onChoose(): void
}) {
  return (
    <button type="button" className={styles.choice} aria-pressed={isChosen} onClick={onChoose}>
      {name} <span className={styles.count}>{amount === undefined ? '' : count(amount)}</span>
    </button>
  )
}

function Moment({
  name,
  at,
  onChange,
}: {
  name: string
  at: string | null
  onChange(at: string | null): void
}) {
  return (
    <Field label={name}>
      {(field) => (
        <input
          {...field}
          type="datetime-local"
          value={at ?? ''}
          onChange={({ target: { value } }) => onChange(value || null)}
        />
      )}
    </Field>
  )
}

/** So many hours from now, as `datetime-local` has it. */
function localNow(hours: number): string {
  const at = new Date(Date.now() + hours * 3_600_000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
