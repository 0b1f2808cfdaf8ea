import type { KeyboardEvent } from 'react'
import type { TaskRowFragment } from '../generated/graphql.ts'
import { tasks as texts } from '../texts/tasks.ts'
import table from '../ui/table.module.css'
import { TaskRow } from './task-row.tsx'
import styles from './task-rows.module.css'
import { isSettled } from './use-standing.ts'

export type Selection = {
  ids: ReadonlySet<string>
  select(id: string, isSelected: boolean): void
  selectAll(ids: string[]): void
}

/** The tasks of a page of the list. */
export function TaskRows({
  tasks,
  askedAt,
  mayChange,
  selection,
}: {
  tasks: TaskRowFragment[]
  askedAt: number
  mayChange: boolean
  selection: Selection
}) {
  const open = tasks.filter(({ status }) => !isSettled(status) && status !== 'CANCELLING').map(({ id }) => id)
  const areAll = open.length > 0 && open.every((id) => selection.ids.has(id))
  return (
    <div className={`${table.frame} ${styles.frame}`}>
      <table aria-label={texts.list}>
        <thead>
          <tr>
            {mayChange && (
              <th className={styles.select}>
                <input
                  type="checkbox"
                  aria-label={texts.selectAll}
                  checked={areAll}
                  disabled={open.length === 0}
                  onChange={() => selection.selectAll(areAll ? [] : open)}
                />
              </th>
            )}
            <th>{texts.columns.task}</th>
            <th className={styles.statusColumn}>{texts.columns.status}</th>
            <th className={styles.progressColumn}>{texts.columns.progress}</th>
            <th className={styles.timeColumn}>{texts.columns.started}</th>
            <th className={styles.tookColumn}>{texts.columns.took}</th>
            {mayChange && (
              <th className={styles.actionsColumn}>
                <span className="visually-hidden">{texts.columns.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody onKeyDown={moveByKeys}>
          {tasks.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              askedAt={askedAt}
              mayChange={mayChange}
              isSelected={selection.ids.has(task.id)}
              onSelect={selection.select}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Keys of the row that has the focus: up and down to the rows beside it, x for its checkbox. */
function moveByKeys(event: KeyboardEvent<HTMLElement>) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const row = (event.target as HTMLElement).closest('tr')
  if (!row || (event.target as HTMLElement).closest('dialog')) return
  if (event.key === 'x') return row.querySelector<HTMLElement>('input[type=checkbox]')?.click()
  const beside =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : null
  if (!beside) return
  event.preventDefault()
  beside.querySelector('a')?.focus()
}
