import type { ConnectionFailureReason, DatabaseEngine, MetadataKind } from '../generated/graphql.ts'
import { common } from './common.ts'

const sealed = (words: string) => `${words} The password is sealed and never shown again.`

/** English of registered databases: their list, registration, element creation and schedule. */
export const databases = {
  title: 'Databases',
  one: 'Database',
  back: 'Databases',
  search: 'Search databases',
  searchHint: 'Name, host, database or file',
  found: (count: number) => common.count(count, 'database', 'databases'),
  empty: 'No database is registered yet',
  emptyWhat: 'Register one to read its tables, columns and relationships into a catalog.',
  emptyViewer: 'Somebody who may change things in this workspace can register one.',
  noneFound: (search: string) => `No database matches “${search}”`,
  showAll: 'Show all',
  toTask: 'To the task',
  pages: 'Pages of databases',
  missing: 'There is no such database',
  missingWhat: 'It may have been removed, or it belongs to another workspace.',
  allDatabases: 'All databases',
  columns: { name: 'Name', where: 'Where', catalog: 'Catalog', elements: 'Elements', schedule: 'Schedule' },
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all on this page',
  selected: (count: number) => `${common.count(count, 'database', 'databases')} selected`,
  clearSelection: 'Clear the selection',
  catalogOf: (tables: number, columns: number, relationships: number) =>
    [
      common.count(tables, 'table', 'tables'),
      common.count(columns, 'column', 'columns'),
      common.count(relationships, 'relationship', 'relationships'),
    ].join(', '),
  emptyCatalog: 'Empty',
  idle: 'Not started',
  engine: {
    POSTGRESQL: 'PostgreSQL',
    MYSQL: 'MySQL',
    MARIADB: 'MariaDB',
    SQLITE: 'SQLite',
  } satisfies Record<DatabaseEngine, string>,
  facts: {
    connection: 'Connection',
    engine: 'Engine',
    address: 'Address',
    database: 'Database',
    file: 'File',
    user: 'User',
    registered: 'Registered',
    by: 'by',
    tables: 'Tables and views',
    columns: 'Columns',
    relationships: 'Relationships',
    changed: 'Catalog changed',
    never: 'Never read',
  },
  tabs: {
    label: 'Parts of the database',
    tables: 'Tables',
    relationships: 'Relationships',
    diagram: 'Diagram',
    schedule: 'Schedule',
    log: 'Log',
  },

  register: {
    act: 'Register a database',
    submit: 'Register',
    name: 'Name',
    nameHint: 'How it is called here. Left empty: as it is called there.',
    engine: 'Engine',
    string: 'Connection string',
    stringHint: {
      POSTGRESQL: sealed(
        'postgresql://user:password@host:5432/database – a login that may only read is best.',
      ),
      MARIADB: sealed(
        'mariadb://user:password@host:3306/database – a login that has SELECT and SHOW VIEW, and no more, is best.',
      ),
      MYSQL: sealed(
        'mysql://user:password@host:3306/database – a login that has SELECT and SHOW VIEW, and no more, is best.',
      ),
      SQLITE:
        'Its path below the folder for files of SQLite (SQLITE_DIR), such as reports/shop.db. It is only ever read.',
    } satisfies Record<DatabaseEngine, string>,
    file: 'File',
    parts: 'Put it together from its parts',
    host: 'Host',
    port: 'Port',
    database: 'Database',
    user: 'User',
    password: 'Password',
    tls: 'TLS (sslmode)',
    testFirst: 'Test the connection first; then it can be registered.',
  },
  test: {
    act: 'Test connection',
    works: 'The connection works',
    version: 'Version',
    latency: 'Latency',
    tables: 'Tables seen',
    rights: 'Rights',
    readOnly: 'Read only',
    mayWrite: 'This login may change tables',
    mayWriteWhat:
      'Element creation and filtered databases only ever read. A login that may only read is safer: nothing can go wrong with it.',
    latencyOf: (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`,
  },
  /** Undefined for a reason that a later release of the server has. */
  whatToDo: (reason: ConnectionFailureReason, engine: DatabaseEngine | null): string | undefined =>
    (engine && remediesOf[engine]?.[reason]) ?? remedies[reason],
  edit: {
    act: 'Edit',
    title: (name: string) => `Edit ${name}`,
    stringHint: 'Left empty: it stays as it is. The catalog stays until the next element creation.',
    save: 'Save',
  },
  remove: {
    act: 'Remove',
    title: (name: string) => `Remove ${name}?`,
    what: 'Its password, its catalog and its schedule are forgotten. The database itself is not touched, and past tasks stay.',
  },
  clear: {
    act: 'Clear catalog',
    title: (name: string) => `Clear the catalog of ${name}?`,
    what: 'All tables, columns and relationships that were read go. The next element creation reads them again. The database itself is not touched.',
  },
  reset: {
    act: 'Reset',
    title: (name: string) => `Reset the element creation of ${name}?`,
    what: 'For a task that is stuck: it is settled as failed, and the database can be started again. Cancelling is the gentler way.',
    reason: 'Reason',
    reasonHint: 'It stands in the log of the task.',
  },
  create: {
    act: 'Create elements',
    title: (names: string[]) =>
      names.length === 1 ? `Create elements of ${names[0]}` : `Create elements of ${names.length} databases`,
    what: 'Reads tables, columns, keys, indexes and relationships into the catalog. What has not changed is not written again.',
    options: 'Options',
    kinds: 'What to read',
    kindsHint: 'Kinds that are not read stay as they are.',
    selection: 'Only these schemas or tables',
    selectionHint:
      'One a line: a schema, or a schema and a table with a dot between. Left empty: everything. What lies outside is neither read nor changed.',
    addSchema: (name: string) => `Add the schema ${name}`,
    partitions: 'Also partitions, each as a table of its own',
    sampleValues:
      'Check candidate keys by sampled values: reads up to 1,000 values of each, within the database; none is kept',
    start: 'Start',
    started: (count: number) => `${common.count(count, 'task', 'tasks')} started`,
    skipped: (count: number) => `${common.count(count, 'database was', 'databases were')} skipped`,
    kind: {
      COLUMNS: 'Columns',
      TYPES: 'Types and enum values',
      COMMENTS: 'Comments',
      CONSTRAINTS: 'Constraints',
      FOREIGN_KEYS: 'Foreign keys',
      INDEXES: 'Indexes',
      CANDIDATE_KEYS: 'Candidate keys, inferred from names and types',
    } satisfies Record<MetadataKind, string>,
    badLine: (line: string) =>
      `“${line}” is no schema and no schema.table; quote names that hold dots: "a.b".c`,
  },
  result: {
    title: 'What it changed',
    tables: 'Tables',
    columns: 'Columns',
    relationships: 'Relationships',
    of: ({
      created,
      updated,
      removed,
      skipped,
    }: Record<'created' | 'updated' | 'removed' | 'skipped', number>) =>
      `${created.toLocaleString('en')} new, ${updated.toLocaleString('en')} changed, ${removed.toLocaleString('en')} gone, ${skipped.toLocaleString('en')} unchanged`,
    failed: (count: number) =>
      `${common.count(count, 'table', 'tables')} could not be read; the catalog keeps what it had of them`,
    unreadable: (count: number) => `The login may not select from ${common.count(count, 'table', 'tables')}`,
    partitions: (count: number) => `${common.count(count, 'partition', 'partitions')} left out`,
    unresolved: (count: number) =>
      `${common.count(count, 'foreign key leads', 'foreign keys lead')} to tables that no run has read yet`,
  },
  state: { title: 'Element creation', none: 'No element creation has run yet' },
  log: {
    label: 'Log of the latest element creation',
    empty: 'Nothing has been logged yet',
    whole: 'All events of the task',
  },
  schedule: {
    none: 'None',
    title: 'Schedule',
    what: 'Element creation starts by itself at these times. A run that is still going on is not doubled.',
    presets: 'Presets',
    cron: 'Cron expression',
    cronHint: 'Five fields: minute, hour, day of the month, month, day of the week.',
    reads: 'Reads',
    unread: 'This is not understood here; the server has the last word.',
    timezone: 'Time zone',
    next: 'Next run',
    current: 'Now',
    save: 'Save the schedule',
    end: 'End the schedule',
    saved: 'The schedule is saved',
    ended: 'The schedule has ended',
    preset: {
      '0 * * * *': 'Every hour',
      '0 2 * * *': 'Every night at 2:00',
      '0 6 * * 1-5': 'Monday to Friday at 6:00',
      '0 2 * * 0': 'Sundays at 2:00',
      '0 3 1 * *': 'The first of each month',
    } as Record<string, string>,
  },
}

/** What to look at, by why there is no connection. */
const remedies: Record<ConnectionFailureReason, string> = {
  AUTHENTICATION:
    'Look at the user and the password. Special characters in a connection string are written as %XX, such as %40 for @.',
  DATABASE_MISSING:
    'Look at the name behind the last /. The server is there and the login is good; it has no database of that name.',
  HOST_NOT_ALLOWED:
    'The server does not connect to this address. Whoever runs it can allow the host: see ALLOWED_HOSTS in its configuration.',
  PERMISSION:
    'The login lacks a right. Grant it CONNECT on the database, USAGE on its schemas and SELECT on the tables to be read.',
  TIMEOUT:
    'Nothing answered in time. Look at the host and the port, and whether a firewall lets this server through.',
  TLS: 'Look at sslmode: require encrypts, verify-full also checks the certificate, disable does without where the server has no TLS.',
  UNREACHABLE:
    'Look at the host and the port, and whether the database server runs and listens there. Of the server that connects, localhost is itself.',
  UNSUPPORTED:
    'PostgreSQL from version 12, MariaDB from 10.5, MySQL from 8.0.16 and files of SQLite 3 can be connected.',
}
const grant = 'The login lacks a right. Grant it SELECT and SHOW VIEW on the database.'
/** Where that is something else for an engine. */
const remediesOf: Partial<Record<DatabaseEngine, Partial<Record<ConnectionFailureReason, string>>>> = {
  MARIADB: { PERMISSION: grant },
  MYSQL: { PERMISSION: grant },
  SQLITE: {
    DATABASE_MISSING: 'Look at the path: it begins below SQLITE_DIR, which whoever runs Quarry has set.',
    HOST_NOT_ALLOWED:
      'Files of SQLite are read from one folder alone, which whoever runs Quarry sets: see SQLITE_DIR in its configuration.',
    PERMISSION: 'Quarry runs as a user who has to be allowed to read the file and the folder that it is in.',
    TIMEOUT: 'Another program writes the file. Try again when it is done.',
    UNREACHABLE: 'The message says what has to happen to the file first.',
  },
}
