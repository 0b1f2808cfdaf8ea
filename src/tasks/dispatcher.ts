import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { dueKinds } from './claims.sql.ts'
import type { TaskImplementation } from './define.ts'
import type { Queue } from './queue.ts'
import type { TaskKind } from './states.ts'
import { type TakenTask, takeTasks } from './take.ts'

export type DispatcherOptions = {
  orm: Orm
  queue: Pick<Queue, 'take' | 'remove'>
  log: Log
  implementations: TaskImplementation[]
  /** Tasks of all kinds that this process runs at a time. */
  slots: number
  /** Tasks of a kind that run at a time in all processes together; unlimited where a kind is left out. */
  limits: Partial<Record<TaskKind, number>>
  /** How often to look where nothing wakes it, in milliseconds. */
  pollMs(): number
  run(implementation: TaskImplementation, taken: TakenTask): Promise<void>
}

export type Dispatcher = {
  /** Looks for tasks of the kind, or of every kind, as soon as a slot is free. */
  wake(kind?: TaskKind): void
  /** Takes no more tasks; resolves when none is on its way. Those in hand go on. */
  stop(): Promise<void>
  /** Resolves when no task is in hand. */
  idle(): Promise<unknown>
}

const retryMs = 500
const lookEveryMs = 100

/** Fills this process's slots with tasks, whenever one is free and something may wait. */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const { orm, log, implementations, slots, limits } = options
  const byKind = new Map(implementations.map((one) => [one.definition.kind, one]))
  const kinds = [...byKind.keys()]
  const inHand = new Set<Promise<void>>()
  const wanted = new Set<TaskKind>()
  const ending = new AbortController()
  let lookAtAll = true
  let lookedAt = 0
  let news = Promise.withResolvers<void>()

  function wake(kind?: TaskKind) {
    if (kind === undefined) lookAtAll = true
    else if (byKind.has(kind)) wanted.add(kind)
    else return
    news.resolve()
  }

  function run(implementation: TaskImplementation, taken: TakenTask) {
    const running = options.run(implementation, taken).finally(() => {
      inHand.delete(running)
      // What is known to wait comes at once; whether something else does is not asked at every end of a short task.
      if (wanted.size > 0 && Date.now() - lookedAt < lookEveryMs) news.resolve()
      else wake()
    })
    inHand.add(running)
  }

  async function fill(): Promise<void> {
    if (lookAtAll) {
      lookAtAll = false
      lookedAt = Date.now()
      for (const kind of await dueKinds(dbOf(orm.em.fork()), kinds)) wanted.add(kind)
    }
    for (const kind of [...wanted]) {
      const free = slots - inHand.size
      if (free <= 0 || ending.signal.aborted) return
      // To the end of the line: kinds take turns, and who wakes this one meanwhile is not forgotten.
      wanted.delete(kind)
      const implementation = byKind.get(kind)!
      const limit = limits[kind] ?? Number.POSITIVE_INFINITY
      const taken = await takeTasks(options, implementation.definition, limit, free)
      for (const task of taken.tasks) run(implementation, task)
      if (taken.full) wake(kind)
    }
  }

  async function dispatch() {
    while (!ending.signal.aborted) {
      const waited = new AbortController()
      const timer = sleep(options.pollMs(), undefined, { signal: waited.signal }).then(
        () => wake(),
        () => {},
      )
      await news.promise
      waited.abort()
      await timer
      news = Promise.withResolvers()
      try {
        await fill()
      } catch (error) {
        if (ending.signal.aborted) return
        log.warn({ err: error }, 'No task could be taken; it is tried again')
        await sleep(retryMs, undefined, { signal: ending.signal }).catch(() => {})
        wake()
      }
    }
  }

  news.resolve()
  const dispatching = dispatch()
  return {
    wake,
    async stop() {
      ending.abort()
      news.resolve()
      await dispatching
    },
    idle: () => Promise.allSettled(inHand),
  }
}
