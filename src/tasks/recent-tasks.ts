import type { Task } from './task.entity.ts'

/** Rows of tasks as they were a moment ago: of a burst of events, each asks for the row of the same task. */
export type RecentTasks = {
  /** The row, with at least the changes of the event `sequence`; `load` is asked where none is at hand. */
  at(taskId: string, sequence: number, load: () => Promise<Task | undefined>): Promise<Task | undefined>
}

/** @param keptMs for how long; whoever gets a row in this time may see the task as it was when the first one asked */
export function openRecentTasks(keptMs = 100): RecentTasks {
  const tasks = new Map<string, Task>()

  return {
    async at(taskId, sequence, load) {
      const known = tasks.get(taskId)
      // A row and its events are written together: it has all changes up to its last event.
      if (known && known.lastSequence >= sequence) return known
      const task = await load()
      if (!task) return undefined
      if (tasks.size === 0) setTimeout(() => tasks.clear(), keptMs).unref()
      tasks.set(taskId, task)
      return task
    },
  }
}
