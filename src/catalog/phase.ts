import type { Db } from '../platform/orm.ts'
import type { StepReport, TaskRun } from '../tasks/run.ts'
import { type Reading, readInChunks } from './chunks.ts'
import type { ElementCreationInput, ElementCreationResult } from './element-creation.task.ts'
import type { CatalogReader, MetadataKind } from './source.ts'
import type { Owner, StoredTable } from './store.sql.ts'

/** A table of the source on its way through the phases. */
export type TrackedTable = {
  sourceId: string
  id: string
  schema: string
  name: string
  /** As the catalog had it before; null where it is new. */
  stored: StoredTable | null
  outcome: 'created' | 'skipped' | 'updated'
  failed: boolean
}

/** One run over one source: what the phases share. */
export type Refresh = {
  run: TaskRun<ElementCreationInput, ElementCreationResult>
  db: Db
  owner: Owner
  reader: CatalogReader
  include: ReadonlySet<MetadataKind>
  tables: TrackedTable[]
  result: ElementCreationResult
}

/** As people read numbers: 1,200. */
export const whole = (count: number) => count.toLocaleString('en-US')

/** One kind of thing, read and stored for all tables. */
export type Phase = Reading

/** The chunks of one phase, as a step of the run, with its progress and its failures. */
export function phaseOf<Value>(
  { run, tables, result }: Refresh,
  step: string,
  read: (ids: string[]) => Promise<Map<string, Value>>,
  each: (chunk: { table: TrackedTable; value: Value }[]) => Promise<void>,
): Phase {
  let report: StepReport
  const reading = readInChunks(() => tables.filter(({ failed }) => !failed), {
    read,
    each,
    signal: run.signal,
    onProgress(done, total) {
      report.total(total)
      report.done(
        done,
        done === 0 ? `Reading ${step}` : `Reading ${step} ${whole(done)} of ${whole(total)} tables`,
      )
    },
    onFailed(table, message) {
      table.failed = true
      result.failedTables.push({ schema: table.schema, name: table.name, message })
      run.log(
        'ERROR',
        `Reading the ${step} of ${table.schema}.${table.name} failed, and it stays as it was: ${message}`,
      )
    },
  })
  return {
    begin: reading.begin,
    run: (onAllRead) =>
      run.step(step, (stepReport) => {
        report = stepReport
        return reading.run(onAllRead)
      }),
  }
}
