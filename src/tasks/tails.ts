import type { EventRow } from './store.sql.ts'
import { openTail, type Tail } from './tail.ts'

/** The tails of all tasks that somebody in this process watches. */
export type Tails = {
  /** The task's tail, which is there until `release` was called; to be called once. */
  use(taskId: string): { tail: Tail; release(): void }
  /** Says that the task has events up to `sequence`; nothing where nobody watches it. */
  hint(taskId: string, sequence: number): void
  /** Of the tasks that somebody watches, or has watched a moment ago. */
  taskIds(): string[]
}

/** A task's events stay in memory for this long after the last one who read them. */
const lingerMs = 5_000

type SharedTail = { tail: Tail; users: number; lingering: NodeJS.Timeout | null }

export function openTails(
  read: (taskId: string, after: number, limit: number) => Promise<EventRow[]>,
): Tails {
  const tails = new Map<string, SharedTail>()

  function open(taskId: string): SharedTail {
    const tail = openTail((after, limit) => read(taskId, after, limit))
    const shared = { tail, users: 0, lingering: null }
    tails.set(taskId, shared)
    return shared
  }

  /** Lingers, since the next event of a task is often only a moment away. */
  function release(taskId: string, shared: SharedTail) {
    shared.users--
    if (shared.users === 0) shared.lingering = setTimeout(() => tails.delete(taskId), lingerMs).unref()
  }

  return {
    use(taskId) {
      const shared = tails.get(taskId) ?? open(taskId)
      if (shared.lingering) clearTimeout(shared.lingering)
      shared.lingering = null
      shared.users++
      return { tail: shared.tail, release: () => release(taskId, shared) }
    },
    hint: (taskId, sequence) => tails.get(taskId)?.tail.hint(sequence),
    taskIds: () => [...tails.keys()],
  }
}
