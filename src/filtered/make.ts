import type pg from 'pg'
import type { PostgresConnection } from '../databases/postgresql/connection.ts'
import { TaskError } from '../platform/errors.ts'
import type { StepReport, TaskRun } from '../tasks/run.ts'
import { checkPlan } from './check.ts'
import { type CopiedSubset, copySubset } from './copy/copy-subset.ts'
import { type ProvedReference, proveReferences } from './copy/proof.ts'
import { selectSubset } from './copy/select-subset.ts'
import { openSnapshot } from './copy/snapshot.ts'
import { openTargetSession, type Target } from './copy/target.ts'
import type { Phase, Statement } from './definitions/definition.ts'
import { afterData, beforeData } from './definitions/phases.ts'
import { readDefinitions } from './definitions/read.ts'
import { type RunOptions, runPhases } from './definitions/run.ts'
import { fitTo } from './definitions/target.ts'
import { tryDefinitions } from './definitions/trial.ts'
import type { FilteredDatabaseInput, FilteredDatabaseResult, KeptTable } from './filtered-database.task.ts'
import { readStructure } from './postgresql/structure.ts'
import type { FilteredServer, MadeDatabase } from './server.ts'

export type Making = { made: MadeDatabase; tables: KeptTable[]; warnings: string[] }

export type MakeOptions = {
  /** Shown in both servers' pg_stat_activity. */
  purpose: string
  openSource(): Promise<PostgresConnection>
  server: FilteredServer
  /** From here on there may be something to drop. */
  onProvision(): void
}

type Run = TaskRun<FilteredDatabaseInput, FilteredDatabaseResult>
type Close = () => Promise<void>

const sessionsForKeys = 3

/** The task's steps up to the proof. Every connection is closed when it ends, however it ends. */
export async function makeFilteredDatabase(run: Run, options: MakeOptions): Promise<Making> {
  const opened: Close[] = []
  try {
    return await make(run, options, (close) => opened.push(close))
  } finally {
    for (const close of opened.reverse()) await close()
  }
}

async function make(
  run: Run,
  { purpose, openSource, server, onProvision }: MakeOptions,
  closeAtEnd: (close: Close) => void,
): Promise<Making> {
  const { signal, taskId } = run
  const warnings: string[] = []
  const warn = (message: string) => {
    warnings.push(message)
    run.log('WARN', message)
  }
  const snapshot = await openSnapshot(openSource)
  const closeSource = once(snapshot.close)
  closeAtEnd(closeSource)
  const { leader } = snapshot

  const { plan, definitions } = await run.step('plan', async (report) => {
    await leader.query(`SET LOCAL search_path = ''`)
    const structure = await readStructure(leader)
    report.total(structure.tables.length)
    const plan = checkPlan(run.input.plan, structure)
    const definitions = await readDefinitions(leader)
    report.done(structure.tables.length, `Read the definitions of ${structure.tables.length} tables`)
    return { plan, definitions }
  })

  const { made, openTarget } = await run.step('provision', async (report) => {
    report.total(1)
    onProvision()
    const made = await server.create(taskId, run.isHeld)
    signal.throwIfAborted()
    if (!made) throw new TaskError('LOST', 'The task was given to another worker', { retryable: true })
    report.done(1, `Made the database and the login ${made.username}`)
    return { made, openTarget: (): Promise<pg.Client> => server.connect(made, purpose) }
  })
  const open = async () => {
    const session = await openTargetSession(openTarget, [], signal)
    const close = once(session.close)
    closeAtEnd(close)
    // Rows have keys and statistics from here on, or there are none yet.
    await session.query(`RESET enable_nestloop; SET maintenance_work_mem = '128MB'`)
    return { ...session, close }
  }

  const fitting = await run.step('schema', async (report) => {
    const first = await open()
    const fitting = await fitTo(definitions, first)
    for (const { kind, name, reason } of fitting.unsupported)
      warn(`Not in the new database: ${kind.toLowerCase()} ${name}, since ${reason}`)
    const options = { sourceVersion: definitions.serverVersion, signal }
    await tryDefinitions(first, fitting, options)
    await runPhases([first], beforeData(fitting), {
      ...options,
      ...counting(report, beforeData(fitting), isTable),
    })
    await first.close()
    return fitting
  })

  const selected = await run.step('select', (report) => selectSubset(leader, plan, { warn }, report))
  const copied = await run.step('copy', (report) =>
    copySubset({ snapshot, openTarget, plan, selected, signal, report: { ...report, warn } }),
  )
  // The source is not needed any more, and need not keep what it has changed since.
  await closeSource()
  const inferred = new Set(
    (plan.plan.candidates ?? []).map(
      ({ table, columns }) => `${table.schema}.${table.name}(${columns.join(', ')})`,
    ),
  )
  for (const { schema, table, name, rows } of copied.dangling) {
    const said = `${rows} rows of ${schema}.${table} refer by ${name} to rows that the source does not have either`
    // What nobody has declared holds for nothing: it is as it is in the source.
    if (inferred.has(`${schema}.${name}`)) run.log('INFO', `${said}; it is a candidate`)
    else warn(said)
  }

  const phases = afterData(fitting)
  const closed = phases.findIndex(({ name }) => name === 'row security')
  const options: RunOptions = { sourceVersion: definitions.serverVersion, signal }
  const first = await open()
  await run.step('keys', async (report) => {
    const sessions: [Target, ...Target[]] = [first]
    while (sessions.length < sessionsForKeys) sessions.push(await open())
    const before = phases.slice(0, closed)
    await runPhases(sessions, before, { ...options, ...counting(report, before, () => true) })
  })
  await run.step('proof', async (report) => {
    holds(await proveReferences(first, report), copied)
    // Policies last: they would hide rows from the proof.
    await runPhases([first], phases.slice(closed), options)
  })
  return { made, tables: copied.tables.map(keptTable), warnings }
}

/** Closing twice would wait for a goodbye that has been said. */
function once(close: Close): Close {
  let closed: Promise<void> | null = null
  return () => {
    closed ??= close()
    return closed
  }
}

const isTable = ({ kind }: Statement) => kind === 'TABLE'

function saying({ kind, name }: Statement): string {
  if (kind === 'ANALYZE') return `Gathered the statistics of ${name}`
  if (kind === 'MATERIALIZED VIEW DATA') return `Filled the materialized view ${name}`
  if (kind === 'CHECK VALIDATION') return `Validated the check ${name}`
  return `Made the ${kind.toLowerCase()} ${name}`
}

/** Counts the statements that are done. */
function counting(report: StepReport, phases: Phase[], isCounted: (statement: Statement) => boolean) {
  const all = phases.flatMap(({ statements }) => statements).filter(isCounted)
  let done = 0
  report.total(all.length)
  return {
    onDone(statement: Statement) {
      if (isCounted(statement)) report.done(++done, saying(statement))
    },
  }
}

/** @throws TaskError where a reference leads nowhere that does not in the source */
function holds(proved: ProvedReference[], { dangling }: CopiedSubset): void {
  for (const { schema, table, name, orphans } of proved) {
    const known = dangling.find((one) => one.schema === schema && one.table === table && one.name === name)
    if (orphans === (known?.rows ?? 0)) continue
    throw new TaskError(
      'PROOF_FAILED',
      `${orphans} rows of ${schema}.${table} refer by ${name} to rows that were not copied`,
      { retryable: false },
    )
  }
}

const keptTable = ({ leftOut, ...table }: CopiedSubset['tables'][number]): KeptTable => ({
  ...table,
  leftOutRows: leftOut,
})
