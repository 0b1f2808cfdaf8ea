import type { TaskEventType, TaskKind, TaskStatus, TaskStepStatus } from '../generated/graphql.ts'

/** English of tasks, wherever they are shown. */
export const tasks = {
  status: {
    PENDING: 'Waiting',
    RUNNING: 'Running',
    CANCELLING: 'Cancelling',
    COMPLETED: 'Completed',
    FAILED: 'Failed',
    CANCELLED: 'Cancelled',
  } satisfies Record<TaskStatus, string>,
  kind: {
    ELEMENT_CREATION: 'Element creation',
    FILTERED_DATABASE: 'Filtered database',
    CHART: 'Chart',
  } satisfies Record<TaskKind, string>,
  progressOf: (what: string) => `Progress: ${what}`,
  attempt: (attempt: number, of: number) => `Attempt ${attempt} of ${of}`,
  /** Of the steps that the kinds have; any other one reads as it is named. */
  step: (name: string): string => steps[name] ?? name.replaceAll('_', ' '),
  left: (seconds: number): string => {
    if (seconds < 10) return 'a few seconds left'
    if (seconds < 55) return `about ${Math.round(seconds / 10) * 10} s left`
    if (seconds < 3_300) return `about ${Math.round(seconds / 60)} min left`
    const hours = Math.round(seconds / 1_800) / 2
    return `about ${hours} h left`
  },
  title: 'Tasks',
  one: 'Task',
  list: 'Tasks, newest first',
  pages: 'Pages of tasks',
  columns: {
    task: 'Task',
    status: 'Status',
    progress: 'Progress',
    started: 'Started',
    took: 'Took',
    actions: 'Actions',
  },
  by: (user: string) => `by ${user}`,
  select: (what: string) => `Select: ${what}`,
  selectAll: 'Select all that can be cancelled',
  keys: 'In the list: ↑ and ↓ move, Enter opens, X selects.',
  deletedMessage: 'A message that was deleted',
  unnamedSource: 'a database given by its address',
  empty: {
    title: 'No task was started yet',
    what: 'Register a database and create its elements: the task that does it is shown here, live.',
    act: 'Go to the databases',
  },
  nothingFound: 'No task matches what is chosen',
  unknownFilters: (unknown: string) =>
    `The address asks for what there is not: ${unknown}. The list is shown without it.`,
  filters: {
    label: 'Filters',
    status: 'Status',
    kind: 'Kind',
    all: 'All',
    anyKind: 'All kinds',
    database: 'Database',
    anyDatabase: 'Any database',
    goneDatabase: 'A database that is not there any more',
    maker: 'Started by',
    anyMaker: 'Anybody',
    me: 'Me',
    time: 'Started',
    anyTime: 'At any time',
    spans: {
      '1h': 'In the last hour',
      '24h': 'In the last 24 hours',
      '7d': 'In the last 7 days',
      '30d': 'In the last 30 days',
    },
    between: 'Between…',
    from: 'From',
    to: 'To',
    clear: 'Clear filters',
  },
  bulk: {
    label: 'Selected tasks',
    selected: (count: number) => `${count} selected`,
    act: (count: number) => `Cancel ${count === 1 ? 'it' : `these ${count}`}`,
    clear: 'Clear the selection',
    dismiss: 'Dismiss',
    title: (count: number) => (count === 1 ? 'Cancel one task?' : `Cancel ${count} tasks?`),
    confirm: (count: number) => (count === 1 ? 'Cancel the task' : `Cancel ${count} tasks`),
    done: (count: number) => `${count === 1 ? 'One task was' : `${count} tasks were`} asked to stop.`,
    refused: (count: number) => `${count === 1 ? 'One was' : `${count} were`} not:`,
  },
  retry: {
    act: 'Run again',
    actOn: (what: string) => `Run again: ${what}`,
    title: 'Run this task again?',
    what: 'A new task is started with the same input. This one stays as it is.',
    confirm: 'Run again',
    changed: 'Run with changes',
  },
  log: {
    title: 'Log',
    lines: (shown: string, all: string, isAll: boolean) =>
      isAll ? `${all} events` : `${shown} of ${all} events`,
    level: 'Level',
    levels: {
      DEBUG: 'All',
      INFO: 'Information and above',
      WARN: 'Warnings and errors',
      ERROR: 'Errors alone',
    },
    levelWords: { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' },
    types: {
      QUEUED: 'Queued',
      STARTED: 'Started',
      PROGRESS: 'Progress',
      LOG: 'Log',
      RETRYING: 'Will be tried again',
      CANCELLING: 'Cancelling',
      COMPLETED: 'Completed',
      FAILED: 'Failed',
      CANCELLED: 'Cancelled',
    } satisfies Record<TaskEventType, string>,
    search: 'Containing',
    progress: 'Show progress',
    follow: 'Follow',
    toEnd: 'To the end',
    reading: 'The first event is on its way…',
    empty: 'There are no events.',
    nothingFound: 'No event matches.',
    gone: (why: string) => `The log cannot be read any further: ${why}.`,
  },
  missing: {
    title: 'There is no such task',
    what: 'It may have been deleted after its time, or belong to another workspace.',
    act: 'Go to the tasks',
  },
  outcome: 'Result',
  facts: {
    attempt: 'Attempt',
    attemptOf: (attempt: number, of: number) =>
      attempt === 0 ? `None yet, ${of} at the most` : `${attempt} of ${of}`,
    made: 'Made',
    waited: 'Waited',
    ended: 'Ended',
    priority: 'Priority',
    retryOf: 'Repeats',
    earlier: (status: string, at: string) => `A task of ${at} (${status.toLowerCase()})`,
  },
  steps: {
    title: 'Steps',
    status: {
      PENDING: 'to come',
      RUNNING: 'running',
      COMPLETED: 'done',
      FAILED: 'failed',
      SKIPPED: 'left out',
    } satisfies Record<TaskStepStatus, string>,
    doneOf: (done: string, total: string) => `${done} of ${total}`,
  },
  attempts: { title: 'Attempts', number: 'Attempt', end: 'How it ended', running: 'It is running' },
  failure: {
    attempt: (message: string) => `The last attempt failed: ${message}`,
    retryable: 'Another attempt may succeed.',
    final: 'Another attempt with the same input would fail as well.',
    database: (name: string) => `Look at ${name}`,
    databases: 'Go to the databases',
    message: 'Look at the question',
  },
  elements: {
    what: 'Elements',
    tables: 'Tables',
    columns: 'Columns',
    relationships: 'Relationships',
    created: 'Created',
    updated: 'Updated',
    removed: 'Removed',
    skipped: 'Unchanged',
    catalog: (name: string) => `Catalog of ${name}`,
    unreadable: (count: number) =>
      count === 1
        ? 'The login may not read the rows of one table.'
        : `The login may not read the rows of ${count} tables.`,
    partitions: (count: number) =>
      count === 1 ? 'One partition was left out.' : `${count} partitions were left out.`,
    unresolved: (count: number) =>
      count === 1
        ? 'One foreign key leads to a table that was not read.'
        : `${count} foreign keys lead to tables that were not read.`,
    failed: (count: number) =>
      count === 1
        ? 'One table could not be read; the catalog keeps what it had of it.'
        : `${count} tables could not be read; the catalog keeps what it had of them.`,
  },
  filtered: {
    open: 'Open the database',
    name: 'Database',
    rows: 'Rows',
    size: 'Size',
    expires: 'Dropped',
    dropped: 'The database was dropped since.',
    warnings: 'Not as in the source',
  },
  chart: {
    open: 'Open the question',
    gone: 'The chart was deleted since, or is not shown to you.',
    picture: (title: string) => `Chart: ${title}`,
  },
  remedy: (code: string): string | undefined => remedies[code],
  cancel: {
    act: 'Cancel',
    actOn: (what: string) => `Cancel: ${what}`,
    title: 'Cancel this task?',
    what: 'What it has done so far is taken back. It can be started again later.',
    reason: 'Reason',
    reasonHint: 'May be left out. It is kept with the task.',
    confirm: 'Cancel the task',
    asked: 'It was asked to stop',
    was: 'Somebody asked it to stop',
    because: (reason: string) => `Reason: ${reason}`,
    noReason: 'No reason was given.',
  },
}

/** What a reader can do about a task that failed, by the code of its error. */
const remedies: Record<string, string> = {
  CONNECTION_FAILED:
    'Check how Quarry connects to the database: its host, port, user, password and TLS. Then start the task again.',
  CONNECTION_LOST:
    'The connection to the database broke while the task ran. Start it again; if that goes on, look at the network between Quarry and the database.',
  DATABASE_REMOVED: 'The database is not registered any more. Register it again, and start a new task there.',
  INTERNAL:
    'Something went wrong in Quarry itself. Start the task again; if it fails again, look into the log of the worker.',
  INVALID_TASK: 'This release of Quarry cannot read what the task was started with. Start a new one.',
  WORKER_LOST:
    'The worker ended while the task ran, more than once. Look at its memory and its log, then start the task again.',
  LOST: 'Another worker took the task over. Start it again.',
  TIME_LIMIT_EXCEEDED:
    'The task took longer than tasks of its kind may. Start it for less at a time: fewer schemas or tables, or a narrower prompt.',
  RESET: 'Somebody reset it. Start it again when nothing else works on the database.',
  SOURCE_CHANGED: 'The database was changed while it was read. Start the task again.',
  SOURCE_INCONSISTENT:
    'The source holds references that lead nowhere. Mend them there, or narrow the prompt so that those rows are left out.',
  DEFINITION_FAILED: 'The new server does not take a definition of the source. The message says which one.',
  DEFINITIONS_UNSUPPORTED: 'The source has definitions that cannot be copied. The message says which ones.',
  PROOF_FAILED: 'The new database did not hold together, so it was dropped. Start the task again.',
  PLAN_OUTDATED:
    'The source has changed since the plan was made. Start a new filtered database with the same prompt.',
  EXPIRED:
    'The time at which the new database was to be dropped had come. Start a new one with a later time.',
  NO_SERVER:
    'There is no server that filtered databases are made on. Whoever runs Quarry sets FILTERED_DATABASE_URL.',
  TARGET_PERMISSION:
    'The login of FILTERED_DATABASE_URL may not make databases or logins. Whoever runs Quarry can grant it.',
  TARGET_OPEN:
    'The server of filtered databases lets too many in. Whoever runs Quarry looks at what the message names.',
  UNCLEAR_PROMPT: 'Ask again in other words: name tables and columns as the database does.',
  UNSUPPORTED: 'A question alone is answered over PostgreSQL. Ask it with a query of your own.',
  RESULT_TOO_LARGE: 'Let the query put rows together, or give fewer of them.',
  SQL_FAILED:
    'The database could not run the query. Mend it, and ask the question again with the mended one.',
  SQL_TIMEOUT: 'Let the query read fewer rows, or put them together, and ask again.',
  SOURCE_BUSY: 'Others keep the database busy, or write its file. Start the task again a little later.',
  SOURCE_LOST: 'The connection to the database broke. Start the task again.',
  SOURCE_PERMISSION: 'The login lacks a right. Whoever runs the database can grant it.',
  SOURCE_FULL: 'The database has no room to work in. Whoever runs it can make some; or ask for less.',
  SOURCE_DAMAGED: 'The database cannot read its own data. Whoever runs it has to mend it first.',
  SQL_REFUSED: 'The database refused the query. Mend it, and ask the question again with the mended one.',
  NOTHING_TO_DRAW: 'There are no rows to draw. Ask for more of them.',
  TOO_MUCH_TO_DRAW: 'There are too many rows to draw. Group them, or ask for fewer.',
  INVALID_CHART: 'No chart fits what was asked. Ask in other words.',
  CHART_NOT_DRAWN: 'The picture could not be drawn. Start the task again.',
  MESSAGE_DELETED: 'The message was deleted. Ask its question again.',
}

const steps: Record<string, string> = {
  queued: 'queued',
  tables: 'tables',
  columns: 'columns',
  constraints: 'constraints',
  indexes: 'indexes',
  relationships: 'relationships',
  candidates: 'candidates',
  plan: 'plan',
  provision: 'new database',
  schema: 'definitions',
  select: 'selection',
  copy: 'copying rows',
  keys: 'keys',
  proof: 'proof of references',
  data_extraction: 'reading the data',
  llm_generation: 'choosing the chart',
  schema_creation: 'drawing',
}
