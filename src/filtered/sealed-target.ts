import type { ServerTarget } from '../databases/target.ts'
import type { Sealer } from '../platform/secrets.ts'
import type { TaskId } from '../tasks/define.ts'
import type { FilteredDatabaseInput } from './filtered-database.task.ts'
import { taskTarget } from './sealed.sql.ts'

/** A target that was given for one task, with its password, as the task's input holds it. */
export function createTargetSealer(sealer: Sealer) {
  const seal = (target: ServerTarget, task: TaskId): string =>
    sealer.seal(JSON.stringify(target), taskTarget(task)).toString('base64')

  /** @throws where it does not open with the keys that are set, or was made for another task */
  const open = (sealed: string, task: TaskId): ServerTarget =>
    JSON.parse(sealer.open(Buffer.from(sealed, 'base64'), taskTarget(task)))

  return {
    seal,
    open,
    /** One that does not open is handed on as it is: the task that needs it says why it cannot run. */
    inputFor(task: TaskId, input: FilteredDatabaseInput, made: TaskId): FilteredDatabaseInput {
      const { source } = input
      if (!('sealedTarget' in source)) return input
      try {
        return { ...input, source: { sealedTarget: seal(open(source.sealedTarget, made), task) } }
      } catch {
        return input
      }
    },
  }
}
