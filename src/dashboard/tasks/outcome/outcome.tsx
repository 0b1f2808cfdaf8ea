import type { ShownTask } from '../shown-task.ts'
import { ChartOutcome } from './chart-outcome.tsx'
import { ElementsOutcome } from './elements-outcome.tsx'
import { FilteredOutcome } from './filtered-outcome.tsx'

/** What a task has made, by its kind; nothing where it has made nothing. */
export function Outcome({ task }: { task: ShownTask }) {
  if (task.status !== 'COMPLETED') return null
  if ('database' in task) return <ElementsOutcome task={task} />
  if ('prompt' in task) return <FilteredOutcome task={task} />
  if ('sourceMessage' in task) return <ChartOutcome task={task} />
  return null
}
