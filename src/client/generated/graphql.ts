/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AggregateFunction =
  | 'AVG'
  | 'COUNT'
  | 'MAX'
  | 'MIN'
  | 'SUM';

/** Left out: at least one row. Over no rows COUNT and SUM are 0. */
export type AggregateInput = {
  /** May be left out for COUNT: it then counts the rows. */
  column?: string | null | undefined;
  function: AggregateFunction;
  operator: ComparisonOperator;
  /** A column that the values of column are multiplied by, row by row. */
  times?: string | null | undefined;
  value: unknown;
};

/** All of what is given must hold. */
export type AuditFilter = {
  action?: string | null | undefined;
  /** Later than this moment. */
  after?: string | null | undefined;
  /** Earlier than this moment. */
  before?: string | null | undefined;
  userId?: string | null | undefined;
};

/** OK: it was done. REFUSED: it was not, for the reason that code says. FAILED: something went wrong on our side, in the midst of it. */
export type AuditOutcome =
  | 'FAILED'
  | 'OK'
  | 'REFUSED';

/** PRIVATE: its maker. WORKSPACE: those who may read in the workspace. PUBLIC: everybody who has its address. */
export type ChartVisibility =
  | 'PRIVATE'
  | 'PUBLIC'
  | 'WORKSPACE';

export type ComparisonInput = {
  column: string;
  operator: ComparisonOperator;
  /** Another column of the row to compare with, in place of values: EQ to GE. */
  other?: string | null | undefined;
  /**
   * One for EQ to GE, LIKE and ILIKE, two for BETWEEN (both ends included), any number for IN and NOT_IN, none for
   * IS_NULL and IS_NOT_NULL. Dates and times are ISO 8601 text; a plain date means the whole day, also of a timestamp. NE and
   * NOT_IN hold of NULL. Of an array, EQ and IN hold where an element is one of the values.
   */
  values?: Array<unknown> | null | undefined;
};

export type ComparisonOperator =
  | 'BETWEEN'
  | 'EQ'
  | 'GE'
  | 'GT'
  | 'ILIKE'
  | 'IN'
  | 'IS_NOT_NULL'
  | 'IS_NULL'
  | 'LE'
  | 'LIKE'
  | 'LT'
  | 'NE'
  | 'NOT_IN';

export type ConditionInput =
  {   all: Array<ConditionInput>; any?: never; compare?: never; not?: never; period?: never; related?: never; }
  |  { all?: never;   any: Array<ConditionInput>; compare?: never; not?: never; period?: never; related?: never; }
  |  { all?: never; any?: never;   compare: ComparisonInput; not?: never; period?: never; related?: never; }
  |  { all?: never; any?: never; compare?: never;   not: ConditionInput; period?: never; related?: never; }
  |  { all?: never; any?: never; compare?: never; not?: never;   period: PeriodInput; related?: never; }
  |  { all?: never; any?: never; compare?: never; not?: never; period?: never;   related: RelatedInput; };

export type ConnectionFailureReason =
  | 'AUTHENTICATION'
  | 'DATABASE_MISSING'
  | 'HOST_NOT_ALLOWED'
  | 'PERMISSION'
  | 'TIMEOUT'
  | 'TLS'
  | 'UNREACHABLE'
  | 'UNSUPPORTED';

export type ConstraintKind =
  | 'CHECK'
  | 'EXCLUSION'
  | 'PRIMARY_KEY'
  | 'UNIQUE';

export type CreateApiTokenInput = {
  /** Never where this is left out. */
  expiresAt?: string | null | undefined;
  /** What it is for. */
  name: string;
  /** Yours, or a lesser one. */
  role: Role;
};

/**
 * A question with a query (sql and databaseId), with rows, or alone (databaseId): then the query is made from its words and
 * the database's structure.
 */
export type CreateMessageInput = {
  /** Which database runs the query, or answers the question. */
  databaseId?: string | number | null | undefined;
  /** At most 4,000 characters. */
  question: string;
  /** At most 100,000; their keys are the columns, in the order in which they first appear. */
  rows?: Array<Record<string, unknown>> | null | undefined;
  /** One SELECT without side effects. It runs in a read-only transaction, limited in time and rows. */
  sql?: string | null | undefined;
};

export type DatabaseEngine =
  | 'MARIADB'
  | 'MYSQL'
  | 'POSTGRESQL'
  | 'SQLITE';

/** A registered database, or one that is only connected to this once. */
export type DatabaseSourceInput =
  {   connectionString: string; databaseId?: never; }
  |  { connectionString?: never;   databaseId: string | number; };

export type ElementCreationStatus =
  | 'CANCELLED'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'IDLE'
  | 'PENDING'
  | 'RUNNING';

export type EventStart =
  /** The first event: all of its history. */
  | 'FIRST'
  /** The latest event, which is the state right now. */
  | 'LATEST';

/** Which rows are kept; those that belong to them and those that they refer to come along. */
export type FilterPlanInput = {
  /** Tables that stay empty. */
  excludeTables?: Array<TableRefInput> | null | undefined;
  /** References that the source does not declare, to be followed like its foreign keys. */
  references?: Array<PlanReferenceInput> | null | undefined;
  subjects: Array<FilterSubjectInput>;
};

export type FilterPlanQueryInput = {
  /** Left out: now. */
  asOf?: string | null | undefined;
  plan?: FilterPlanInput | null | undefined;
  /** One of prompt and plan. */
  prompt?: string | null | undefined;
  /** RELATED where it is left out. */
  scope?: SubsetScope | null | undefined;
  source: DatabaseSourceInput;
  /**
   * Also follows what the catalog of a registered database has for CANDIDATE relationships, like its foreign keys: rows that
   * they lead to are kept. The new database gets no constraint for them.
   */
  useCandidates?: boolean | null | undefined;
};

export type FilterSubjectInput = {
  /** Of the rows that meet the condition, in their order; the primary key decides where it is open. */
  limit?: number | null | undefined;
  orderBy?: Array<OrderByInput> | null | undefined;
  table: TableRefInput;
  /** Left out: all rows. */
  where?: ConditionInput | null | undefined;
};

export type LogLevel =
  | 'DEBUG'
  | 'ERROR'
  | 'INFO'
  | 'WARN';

export type MetadataKind =
  | 'CANDIDATE_KEYS'
  | 'COLUMNS'
  | 'COMMENTS'
  | 'CONSTRAINTS'
  | 'FOREIGN_KEYS'
  | 'INDEXES'
  | 'TYPES';

/** Rows without a value come last. */
export type OrderByInput = {
  column: string;
  descending?: boolean | null | undefined;
};

/** The last amount units up to now, both ends included; now is asOf. Months are those of the calendar, in UTC. */
export type PeriodInput = {
  amount: number;
  column: string;
  unit: TimeUnit;
};

/** A reference that the source does not declare: columns of a table refer, in this order, to the targetColumns of target, a key. */
export type PlanReferenceInput = {
  columns: Array<string>;
  table: TableRefInput;
  target: TableRefInput;
  targetColumns: Array<string>;
};

/** Who made the plan: a language model, the rules that need none, or the client. */
export type Planner =
  | 'CLIENT'
  | 'MODEL'
  | 'RULES';

export type RegisterDatabaseInput = {
  /** postgresql://user:password@host:5432/database?sslmode=require, the same with mariadb:// or mysql://, or sqlite:path/of/the.file. */
  connectionString: string;
  /** Unique in the workspace. */
  name: string;
};

/** Rows of another table that are tied to this one by a foreign key, either way, in one or more steps. */
export type RelatedInput = {
  aggregate?: AggregateInput | null | undefined;
  path: Array<TableRefInput>;
  /** On the rows of the path's last table. */
  where?: ConditionInput | null | undefined;
};

/** DECLARED by the engine, or a CANDIDATE inferred from names, types and keys. */
export type RelationshipOrigin =
  | 'CANDIDATE'
  | 'DECLARED';

/** VIEWER reads; EDITOR also starts, cancels and registers; ADMIN also sees every task and the queues of the workspace. */
export type Role =
  | 'ADMIN'
  | 'EDITOR'
  | 'VIEWER';

export type StartChartInput = {
  /**
   * What is to be different from the message's latest chart: "make it a line by month", "top 5, horizontal", "use average",
   * "without colour", "sort by name". What it does not say stays.
   */
  adjustmentQuery?: string | null | undefined;
  /** Another chart, also where there is one of the same message and the same adjustment. */
  forceCreate?: boolean | null | undefined;
  /** The same key again returns the task that it started the first time. */
  idempotencyKey?: string | null | undefined;
  /** From 1 to 20; 3 where this is left out. */
  maxAttempts?: number | null | undefined;
  messageId: string | number;
  /** From -1000 to 1000; higher ones are taken first. */
  priority?: number | null | undefined;
  /** PRIVATE where it is left out. */
  visibility?: ChartVisibility | null | undefined;
};

export type StartElementCreationInput = {
  databaseIds: Array<string | number>;
  /** The same key again returns the tasks that it started the first time. */
  idempotencyKey?: string | null | undefined;
  /** Kinds to read; all but CANDIDATE_KEYS where this is left out. Kinds that are not read stay as they were. TYPES bring COLUMNS with them, and CANDIDATE_KEYS, which are inferred, all kinds but COMMENTS; COMMENTS are those of tables and, with COLUMNS, of columns; keys bring the columns that they name. */
  include?: Array<MetadataKind> | null | undefined;
  /** Also the partitions of partitioned tables, each as a table. */
  includePartitions?: boolean | null | undefined;
  /** From 1 to 20; 3 where this is left out. */
  maxAttempts?: number | null | undefined;
  /** From -1000 to 1000; higher ones are taken first. */
  priority?: number | null | undefined;
  /**
   * With CANDIDATE_KEYS: confirms or refutes candidates by values. Reads data, not only structure: for each candidate at
   * most 1,000 distinct values of its columns are looked up in the table that it leads to, within the database; none is kept.
   */
  sampleValues?: boolean | null | undefined;
  /** Everything where this is left out; what lies outside of it is neither read nor changed. */
  selection?: Array<TableSelectionInput> | null | undefined;
  startAfter?: string | null | undefined;
};

export type StartFilteredDatabaseInput = {
  /** Left out: now. */
  asOf?: string | null | undefined;
  /** When it is dropped; left out: not by itself. */
  expiresAt?: string | null | undefined;
  /** The same key again returns the task that it started the first time. */
  idempotencyKey?: string | null | undefined;
  /** From 1 to 20; 3 where this is left out. */
  maxAttempts?: number | null | undefined;
  /** Left out: after the source's. */
  name?: string | null | undefined;
  plan?: FilterPlanInput | null | undefined;
  /** From -1000 to 1000; higher ones are taken first. */
  priority?: number | null | undefined;
  /** One of prompt and plan. */
  prompt?: string | null | undefined;
  /** RELATED where it is left out. */
  scope?: SubsetScope | null | undefined;
  source: DatabaseSourceInput;
  startAfter?: string | null | undefined;
  /**
   * Also follows what the catalog of a registered database has for CANDIDATE relationships, like its foreign keys: rows that
   * they lead to are kept. The new database gets no constraint for them.
   */
  useCandidates?: boolean | null | undefined;
};

/** TO_PARENT: from the row that holds the foreign key to the one that it refers to. */
export type StepDirection =
  | 'TO_CHILD'
  | 'TO_PARENT';

/** RELATED: what matches, what belongs to it, what it needs. REST: also every other row that does not depend on a row left out. */
export type SubsetScope =
  | 'RELATED'
  | 'REST';

export type TableKind =
  | 'FOREIGN_TABLE'
  | 'MATERIALIZED_VIEW'
  | 'PARTITIONED_TABLE'
  | 'TABLE'
  | 'VIEW';

export type TableRefInput = {
  /** In a path: which way, where a foreign key leads to the table both ways, as from a table to itself. */
  direction?: StepDirection | null | undefined;
  name: string;
  /** May be left out where no other schema has a table of that name. */
  schema?: string | null | undefined;
  /** In a path: the name of the foreign key, where more than one leads to the table. */
  via?: string | null | undefined;
};

/**
 * SUBJECT: the plan says which rows. DESCENDANT: the rows that belong to kept rows of subjects. REFERENCED: the rows that
 * kept rows refer to. REST: all rows. EMPTY: none.
 */
export type TableRole =
  | 'DESCENDANT'
  | 'EMPTY'
  | 'REFERENCED'
  | 'REST'
  | 'SUBJECT';

export type TableSelectionInput = {
  schema: string;
  /** All tables of the schema where this is left out. */
  tables?: Array<string> | null | undefined;
};

export type TaskEventType =
  | 'CANCELLED'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'LOG'
  | 'PROGRESS'
  | 'QUEUED'
  | 'RETRYING'
  | 'STARTED';

/** All of what is given must hold. */
export type TaskFilter = {
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  createdBy?: string | null | undefined;
  databaseId?: string | number | null | undefined;
  kinds?: Array<TaskKind> | null | undefined;
  statuses?: Array<TaskStatus> | null | undefined;
};

export type TaskKind =
  | 'CHART'
  | 'ELEMENT_CREATION'
  | 'FILTERED_DATABASE';

/** CANCELLING: asked to stop and still running. COMPLETED, FAILED and CANCELLED are settled and final. */
export type TaskStatus =
  | 'CANCELLED'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'RUNNING';

export type TaskStepStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'RUNNING'
  | 'SKIPPED';

export type TimeUnit =
  | 'DAY'
  | 'HOUR'
  | 'MINUTE'
  | 'MONTH'
  | 'QUARTER'
  | 'WEEK'
  | 'YEAR';

/** What somebody came with. */
export type TokenKind =
  | 'ACCESS_TOKEN'
  | 'API_TOKEN'
  | 'JWT';

/** What is left out stays as it is. */
export type UpdateDatabaseInput = {
  connectionString?: string | null | undefined;
  id: string | number;
  name?: string | null | undefined;
};

export type ApiTokenFieldsFragment = { id: string, name: string, role: Role, createdBy: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null };

export type ApiTokensQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ApiTokensQuery = { apiTokens: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, role: Role, createdBy: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null }> } };

export type CreateApiTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type CreateApiTokenMutation = { createApiToken:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'CreateApiTokenPayload', token: string, apiToken: { id: string, name: string, role: Role, createdBy: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null } }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitExceededError', limit: number, code: string, message: string }
   };

export type RevokeApiTokenMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiTokenMutation = { revokeApiToken:
    | { __typename: 'ApiTokenPayload', apiToken: { id: string, name: string, role: Role, createdBy: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null } }
    | { __typename: 'ConflictError', code: string, message: string }
   };

export type AuditLogQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;


export type AuditLogQuery = { auditLog: { totalCount: number, nodes: Array<{ id: string, at: string, userId: string, role: Role, tokenKind: TokenKind, tokenId: string | null, address: string | null, requestId: string, action: string, objectIds: Array<string>, outcome: AuditOutcome, code: string | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CatalogTablesQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  schema?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type CatalogTablesQuery = { database: { tables: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, schema: string, name: string, kind: TableKind, comment: string | null, estimatedRowCount: number | string | null, readable: boolean, inherits: Array<{ schema: string, name: string }>, partitionOf: { schema: string, name: string } | null, primaryKey: Array<{ name: string }>, columns: Array<{ id: string, name: string, position: number, dataType: string, nullable: boolean, default: string | null, comment: string | null, isPrimaryKey: boolean, isForeignKey: boolean, isGenerated: boolean, isIdentity: boolean, enumValues: Array<string> | null }>, constraints: Array<{ name: string, kind: ConstraintKind, columns: Array<string>, definition: string | null }>, indexes: Array<{ name: string, unique: boolean, method: string | null, columns: Array<string>, definition: string | null }>, references: Array<{ id: string, name: string, origin: RelationshipOrigin, score: number | null, reason: string | null, onDelete: string | null, onUpdate: string | null, deferrable: boolean, validated: boolean, sourceColumns: Array<{ name: string }>, targetTable: { schema: string, name: string }, targetColumns: Array<{ name: string }> }>, referencedBy: Array<{ id: string, name: string, origin: RelationshipOrigin, score: number | null, reason: string | null, sourceTable: { schema: string, name: string }, sourceColumns: Array<{ name: string }>, targetColumns: Array<{ name: string }> }> }> } } | null };

export type CatalogRelationshipsQueryVariables = Exact<{
  id: string | number;
  origin?: RelationshipOrigin | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CatalogRelationshipsQuery = { database: { relationships: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, origin: RelationshipOrigin, score: number | null, reason: string | null, sourceTable: { schema: string, name: string }, sourceColumns: Array<{ name: string }>, targetTable: { schema: string, name: string }, targetColumns: Array<{ name: string }> }> }, unresolvedRelationships: { totalCount: number, nodes: Array<{ name: string, sourceColumns: Array<string>, targetSchema: string, targetName: string, targetColumns: Array<string>, sourceTable: { schema: string, name: string } }> } } | null };

export type DiagramQueryVariables = Exact<{
  id: string | number;
  schema?: string | null | undefined;
  tables?: Array<string> | string | null | undefined;
}>;


export type DiagramQuery = { database: { diagram: string } | null };

export type CatalogTableQueryVariables = Exact<{
  id: string | number;
  schema?: string | null | undefined;
  name: string;
}>;


export type CatalogTableQuery = { database: { table: { id: string, schema: string, name: string, kind: TableKind, updatedAt: string, database: { id: string }, columns: Array<{ id: string, name: string }>, references: Array<{ id: string, name: string }> } | null } | null };

export type CatalogNodesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type CatalogNodesQuery = { nodes: Array<
    | { __typename: 'ApiToken', id: string }
    | { __typename: 'Chart', id: string }
    | { __typename: 'ChartTask', id: string }
    | { __typename: 'Column', id: string, columnName: string, table: { id: string } }
    | { __typename: 'Database', id: string }
    | { __typename: 'ElementCreationTask', id: string }
    | { __typename: 'FilteredDatabase', id: string }
    | { __typename: 'FilteredDatabaseTask', id: string }
    | { __typename: 'Message', id: string }
    | { __typename: 'Relationship', id: string, relationshipName: string, sourceTable: { id: string }, targetTable: { id: string } }
    | { __typename: 'Table', schema: string, name: string, id: string }
    | { __typename: 'Workspace', id: string }
   | null> };

export type MessageChartsQueryVariables = Exact<{
  messageId: string | number;
}>;


export type MessageChartsQuery = { messageCharts: { hasActiveTasks: boolean, activeTasks: Array<{ id: string, status: TaskStatus, progress: number, currentStep: string, message: string, estimatedCompletionAt: string | null, adjustmentQuery: string | null, visibility: ChartVisibility }>, charts: Array<{ id: string, title: string, mark: string, visibility: ChartVisibility, page: string | null, planner: Planner, adjustmentQuery: string | null, createdBy: string, createdAt: string }> } };

export type StartChartMutationVariables = Exact<{
  input: StartChartInput;
}>;


export type StartChartMutation = { startChart:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitExceededError', limit: number, code: string, message: string }
    | { __typename: 'StartChartPayload', task: { id: string, status: TaskStatus, visibility: ChartVisibility, forceCreate: boolean, adjustmentQuery: string | null, sourceMessage: { id: string } } | null, chart: { id: string, title: string, visibility: ChartVisibility, adjustmentQuery: string | null } | null }
   };

export type ChartTaskQueryVariables = Exact<{
  id: string | number;
}>;


export type ChartTaskQuery = { task:
    | { id: string, status: TaskStatus, progress: number, message: string, durationMs: number | null, attempt: number, estimatedCompletionAt: string | null, chart: { id: string, title: string, mark: string, visibility: ChartVisibility, page: string | null, planner: Planner, reason: string, notes: Array<string> } | null, sourceMessage: { id: string, question: string }, error: { code: string, message: string, retryable: boolean } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }> }
    | { id: string, status: TaskStatus, progress: number, message: string, durationMs: number | null, attempt: number, estimatedCompletionAt: string | null, error: { code: string, message: string, retryable: boolean } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }> }
    | { id: string, status: TaskStatus, progress: number, message: string, durationMs: number | null, attempt: number, estimatedCompletionAt: string | null, error: { code: string, message: string, retryable: boolean } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }> }
   | null };

export type ChartQueryVariables = Exact<{
  id: string | number;
}>;


export type ChartQuery = { chart: { id: string, title: string, mark: string, visibility: ChartVisibility, page: string | null, planner: Planner, sql: string | null, understood: string | null, reason: string, notes: Array<string>, adjustmentQuery: string | null, spec: Record<string, unknown>, data: Array<Record<string, unknown>>, svg: string, createdBy: string, createdAt: string, visibilityChanges: Array<{ from: ChartVisibility, to: ChartVisibility, by: string, at: string }>, alternatives: Array<{ mark: string, title: string, reason: string, score: number, spec: Record<string, unknown> | null }>, sourceMessage: { id: string, question: string }, task: { id: string, status: TaskStatus } } | null };

export type ChartPictureQueryVariables = Exact<{
  id: string | number;
  width?: number | null | undefined;
  height?: number | null | undefined;
  scale?: number | null | undefined;
}>;


export type ChartPictureQuery = { chart: { id: string, title: string, svg: string, png: string } | null };

export type SetChartVisibilityMutationVariables = Exact<{
  id: string | number;
  visibility: ChartVisibility;
}>;


export type SetChartVisibilityMutation = { setChartVisibility:
    | { __typename: 'ChartPayload', chart: { id: string, visibility: ChartVisibility, page: string | null, visibilityChanges: Array<{ from: ChartVisibility, to: ChartVisibility, by: string, at: string }> } }
    | { __typename: 'ConflictError', code: string, message: string }
   };

export type DeleteChartMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteChartMutation = { deleteChart:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'RemovedPayload', id: string }
   };

export type RegisterDatabaseMutationVariables = Exact<{
  input: RegisterDatabaseInput;
}>;


export type RegisterDatabaseMutation = { registerDatabase:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'ConnectionFailedError', reason: ConnectionFailureReason, code: string, message: string }
    | { __typename: 'DatabasePayload', database: { id: string, name: string, engine: DatabaseEngine, host: string | null, port: number | null, databaseName: string, username: string | null, createdAt: string, updatedAt: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
   };

export type UpdateDatabaseMutationVariables = Exact<{
  input: UpdateDatabaseInput;
}>;


export type UpdateDatabaseMutation = { updateDatabase:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'ConnectionFailedError', reason: ConnectionFailureReason, code: string, message: string }
    | { __typename: 'DatabasePayload', database: { id: string, name: string, engine: DatabaseEngine, host: string | null, port: number | null, databaseName: string, username: string | null, updatedAt: string } }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
   };

export type RemoveDatabaseMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveDatabaseMutation = { removeDatabase:
    | { __typename: 'ConflictError', code: string, message: string, inTheWay:
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
       | null }
    | { __typename: 'RemovedPayload', id: string }
   };

export type TestConnectionMutationVariables = Exact<{
  input: DatabaseSourceInput;
}>;


export type TestConnectionMutation = { testConnection:
    | { __typename: 'ConnectionFailedError', reason: ConnectionFailureReason, code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'TestConnectionPayload', serverVersion: string, latencyMs: number, tableCount: number, readOnly: boolean }
   };

export type DatabasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type DatabasesQuery = { databases: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string }> } };

export type DatabaseQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseQuery = { database: { id: string, name: string, catalog: { tableCount: number, columnCount: number, relationshipCount: number, updatedAt: string | null }, elementCreation: { status: ElementCreationStatus, canStart: boolean, reason: string, startedAt: string | null, completedAt: string | null, log: string, task: { id: string, status: TaskStatus } | null } } | null };

export type DatabaseListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type DatabaseListQuery = { databases: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, engine: DatabaseEngine, host: string | null, port: number | null, databaseName: string, username: string | null, createdBy: string, createdAt: string, updatedAt: string, catalog: { tableCount: number, columnCount: number, relationshipCount: number, updatedAt: string | null }, elementCreation: { status: ElementCreationStatus, canStart: boolean, reason: string, startedAt: string | null, completedAt: string | null, task: { id: string, status: TaskStatus, progress: number } | null }, schedule: { cron: string, timezone: string, nextRunAt: string | null } | null }> } };

export type StartElementCreationMutationVariables = Exact<{
  input: StartElementCreationInput;
}>;


export type StartElementCreationMutation = { startElementCreation:
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitExceededError', limit: number, code: string, message: string }
    | { __typename: 'StartElementCreationPayload', tasks: Array<{ id: string, status: TaskStatus, database: { id: string, name: string } }>, skipped: Array<{ reason: string, database: { id: string, name: string } }> }
   };

export type ClearCatalogMutationVariables = Exact<{
  databaseId: string | number;
}>;


export type ClearCatalogMutation = { clearCatalog:
    | { __typename: 'ConflictError', code: string, message: string, inTheWay:
        | { id: string }
        | { id: string }
        | { id: string }
       | null }
    | { __typename: 'DatabasePayload', database: { id: string, catalog: { tableCount: number, columnCount: number, relationshipCount: number, updatedAt: string | null } } }
   };

export type ElementCreationTaskQueryVariables = Exact<{
  id: string | number;
}>;


export type ElementCreationTaskQuery = { task:
    | { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, isSettled: boolean, cancelRequestedAt: string | null, cancelReason: string | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
    | { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, isSettled: boolean, cancelRequestedAt: string | null, cancelReason: string | null, database: { id: string, name: string }, result: { unreadableTables: number, partitionsLeftOut: number, unresolvedRelationships: number, tables: { created: number, skipped: number, updated: number, removed: number }, columns: { created: number, skipped: number, updated: number, removed: number }, relationships: { created: number, skipped: number, updated: number, removed: number }, failedTables: Array<{ schema: string, name: string, message: string }> } | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
    | { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, isSettled: boolean, cancelRequestedAt: string | null, cancelReason: string | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
   | null };

export type ResetElementCreationMutationVariables = Exact<{
  databaseId: string | number;
  reason?: string | null | undefined;
}>;


export type ResetElementCreationMutation = { resetElementCreation:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'DatabasePayload', database: { id: string, elementCreation: { status: ElementCreationStatus, canStart: boolean, reason: string, log: string, task: { id: string } | null } } }
   };

export type FilterPlanQueryVariables = Exact<{
  input: FilterPlanQueryInput;
}>;


export type FilterPlanQuery = { filterPlan:
    | { __typename: 'ConnectionFailedError', reason: ConnectionFailureReason, code: string, message: string }
    | { __typename: 'FilterPlanPayload', plan: { planner: Planner, asOf: string, scope: SubsetScope, summary: string, candidates: Array<string>, subjects: Array<{ schema: string, table: string, condition: string, sql: string }>, tables: Array<{ schema: string, table: string, role: TableRole, estimatedRows: number | string | null, sql: string | null }> } }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'UnclearPromptError', unrecognized: Array<string>, suggestions: Array<string>, code: string, message: string }
   };

export type StartFilteredDatabaseMutationVariables = Exact<{
  input: StartFilteredDatabaseInput;
}>;


export type StartFilteredDatabaseMutation = { startFilteredDatabase:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'ConnectionFailedError', reason: ConnectionFailureReason, code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitExceededError', limit: number, code: string, message: string }
    | { __typename: 'StartFilteredDatabasePayload', task: { id: string, status: TaskStatus, plan: { summary: string, asOf: string, planner: Planner } | null } }
    | { __typename: 'UnclearPromptError', unrecognized: Array<string>, suggestions: Array<string>, code: string, message: string }
   };

export type FilteredDatabaseTaskQueryVariables = Exact<{
  id: string | number;
}>;


export type FilteredDatabaseTaskQuery = { task:
    | { __typename: 'ChartTask', id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, priority: number, attempt: number, maxAttempts: number, durationMs: number | null, estimatedCompletionAt: string | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
    | { __typename: 'ElementCreationTask', id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, priority: number, attempt: number, maxAttempts: number, durationMs: number | null, estimatedCompletionAt: string | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
    | { __typename: 'FilteredDatabaseTask', prompt: string | null, warnings: Array<string>, id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, priority: number, attempt: number, maxAttempts: number, durationMs: number | null, estimatedCompletionAt: string | null, source: { id: string } | null, plan: { planner: Planner, asOf: string, scope: SubsetScope, summary: string, candidates: Array<string>, tables: Array<{ schema: string, table: string, role: TableRole, estimatedRows: number | string | null }> } | null, filteredDatabase: { id: string, name: string, host: string, port: number, databaseName: string, username: string, createdAt: string, expiresAt: string | null, sizeBytes: number | string, rowCount: number | string, tables: Array<{ schema: string, name: string, sourceRows: number | string, rows: number | string, referencedRows: number | string, leftOutRows: number | string }>, task: { id: string } } | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null }>, error: { code: string, message: string, retryable: boolean } | null }
   | null };

export type FilteredDatabaseQueryVariables = Exact<{
  id: string | number;
}>;


export type FilteredDatabaseQuery = { filteredDatabase: { id: string, name: string, host: string, port: number, databaseName: string, username: string, password: string, connectionString: string, expiresAt: string | null, sizeBytes: number | string, rowCount: number | string, tables: Array<{ schema: string, name: string, sourceRows: number | string, rows: number | string, referencedRows: number | string, leftOutRows: number | string }> } | null };

export type FilteredDatabasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type FilteredDatabasesQuery = { filteredDatabases: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string, databaseName: string, createdAt: string, expiresAt: string | null, sizeBytes: number | string, rowCount: number | string, task: { id: string, status: TaskStatus } }> } };

export type DropFilteredDatabaseMutationVariables = Exact<{
  id: string | number;
}>;


export type DropFilteredDatabaseMutation = { dropFilteredDatabase:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'RemovedPayload', id: string }
   };

export type CreateMessageMutationVariables = Exact<{
  input: CreateMessageInput;
}>;


export type CreateMessageMutation = { createMessage:
    | { __typename: 'ConnectionFailedError', code: string, failure: ConnectionFailureReason, reason: string }
    | { __typename: 'InvalidInputError', code: string, reason: string, fields: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'MessagePayload', message: { id: string, question: string, sql: string | null, createdBy: string, createdAt: string, database: { id: string } | null } }
   };

export type DeleteMessageMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteMessageMutation = { deleteMessage:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'RemovedPayload', id: string }
   };

export type MessagesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  databaseId?: string | number | null | undefined;
}>;


export type MessagesQuery = { messages: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, question: string, sql: string | null, createdBy: string, createdAt: string, database: { id: string, name: string } | null, charts: { hasActiveTasks: boolean, charts: Array<{ id: string, title: string }> } }> } };

export type MessageQueryVariables = Exact<{
  id: string | number;
}>;


export type MessageQuery = { message: { id: string, question: string, sql: string | null, createdBy: string, createdAt: string, database: { id: string, name: string } | null, charts: { hasActiveTasks: boolean, charts: Array<{ id: string, title: string, mark: string, visibility: ChartVisibility, createdAt: string }> } } | null };

export type QueueStatsQueryVariables = Exact<{ [key: string]: never; }>;


export type QueueStatsQuery = { queueStats: Array<{ kind: TaskKind, pending: number, running: number, completedLastHour: number, failedLastHour: number, oldestPendingSeconds: number | null, workers: number, updatedAt: string }> };

export type WatchQueuesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type WatchQueuesSubscription = { queueStats: Array<{ kind: TaskKind, pending: number, running: number, completedLastHour: number, failedLastHour: number, oldestPendingSeconds: number | null, workers: number }> };

export type ScheduleElementCreationMutationVariables = Exact<{
  databaseId: string | number;
  cron: string;
  timezone?: string | null | undefined;
}>;


export type ScheduleElementCreationMutation = { scheduleElementCreation:
    | { __typename: 'DatabasePayload', database: { id: string, schedule: { cron: string, timezone: string, nextRunAt: string | null } | null } }
    | { __typename: 'InvalidInputError', code: string, message: string, fields: Array<{ path: Array<string>, message: string }> }
   };

export type UnscheduleElementCreationMutationVariables = Exact<{
  databaseId: string | number;
}>;


export type UnscheduleElementCreationMutation = { unscheduleElementCreation:
    | { __typename: 'DatabasePayload', database: { id: string, schedule: { cron: string } | null } }
    | { __typename: 'InvalidInputError', code: string, message: string }
   };

export type TasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: TaskFilter | null | undefined;
}>;


export type TasksQuery = { tasks: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<
      | { id: string, kind: TaskKind, status: TaskStatus }
      | { id: string, kind: TaskKind, status: TaskStatus }
      | { id: string, kind: TaskKind, status: TaskStatus }
    > } };

export type TaskHistoryQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  minLevel?: LogLevel | null | undefined;
}>;


export type TaskHistoryQuery = { task:
    | { events: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ cursor: string, sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string }> } }
    | { events: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ cursor: string, sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string }> } }
    | { events: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ cursor: string, sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string }> } }
   | null };

export type TaskStandingQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type TaskStandingQuery = { task:
    | { isSettled: boolean, events: { nodes: Array<{ sequence: number }> } }
    | { isSettled: boolean, events: { nodes: Array<{ sequence: number }> } }
    | { isSettled: boolean, events: { nodes: Array<{ sequence: number }> } }
   | null };

export type CancelTaskMutationVariables = Exact<{
  taskId: string | number;
  reason?: string | null | undefined;
}>;


export type CancelTaskMutation = { cancelTask:
    | { __typename: 'ConflictError', code: string, message: string, inTheWay:
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
       | null }
    | { __typename: 'TaskPayload', task:
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
       }
   };

export type RetryTaskMutationVariables = Exact<{
  taskId: string | number;
}>;


export type RetryTaskMutation = { retryTask:
    | { __typename: 'ConflictError', code: string, message: string, inTheWay:
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
        | { id: string, status: TaskStatus }
       | null }
    | { __typename: 'TaskPayload', task:
        | { id: string, status: TaskStatus, retryOf:
            | { id: string }
            | { id: string }
            | { id: string }
           | null }
        | { id: string, status: TaskStatus, retryOf:
            | { id: string }
            | { id: string }
            | { id: string }
           | null }
        | { id: string, status: TaskStatus, retryOf:
            | { id: string }
            | { id: string }
            | { id: string }
           | null }
       }
   };

export type TaskEventsSubscriptionVariables = Exact<{
  taskId: string | number;
  from?: EventStart | null | undefined;
  after?: string | null | undefined;
}>;


export type TaskEventsSubscription = { taskEvents: { cursor: string, sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string, task:
      | { id: string, status: TaskStatus, progress: number, attempt: number }
      | { id: string, status: TaskStatus, progress: number, attempt: number }
      | { id: string, status: TaskStatus, progress: number, attempt: number }
     } };

export type WorkspaceEventsSubscriptionVariables = Exact<{
  filter?: TaskFilter | null | undefined;
}>;


export type WorkspaceEventsSubscription = { workspaceEvents: { cursor: string, sequence: number, type: TaskEventType, level: LogLevel, message: string, status: TaskStatus, progress: number, task:
      | { id: string, kind: TaskKind, status: TaskStatus }
      | { id: string, kind: TaskKind, status: TaskStatus }
      | { id: string, kind: TaskKind, status: TaskStatus }
     } };

type TaskFields_ChartTask_Fragment = { __typename: 'ChartTask', id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, sourceMessage: { id: string, question: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

type TaskFields_ElementCreationTask_Fragment = { __typename: 'ElementCreationTask', id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, database: { id: string, name: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

type TaskFields_FilteredDatabaseTask_Fragment = { __typename: 'FilteredDatabaseTask', prompt: string | null, id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, source: { id: string, name: string } | null, error: { code: string, message: string, retryable: boolean } | null, retryOf:
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type TaskFieldsFragment =
  | TaskFields_ChartTask_Fragment
  | TaskFields_ElementCreationTask_Fragment
  | TaskFields_FilteredDatabaseTask_Fragment
;

export type TaskListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: TaskFilter | null | undefined;
}>;


export type TaskListQuery = { tasks: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<
      | { __typename: 'ChartTask', id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, sourceMessage: { id: string, question: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
          | { id: string }
          | { id: string }
          | { id: string }
         | null }
      | { __typename: 'ElementCreationTask', id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, database: { id: string, name: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
          | { id: string }
          | { id: string }
          | { id: string }
         | null }
      | { __typename: 'FilteredDatabaseTask', prompt: string | null, id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, source: { id: string, name: string } | null, error: { code: string, message: string, retryable: boolean } | null, retryOf:
          | { id: string }
          | { id: string }
          | { id: string }
         | null }
    > } };

export type TaskQueryVariables = Exact<{
  id: string | number;
}>;


export type TaskQuery = { task:
    | { __typename: 'ChartTask', adjustmentQuery: string | null, forceCreate: boolean, visibility: ChartVisibility, id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, chart: { id: string, title: string, mark: string, visibility: ChartVisibility, page: string | null, planner: Planner, reason: string, notes: Array<string> } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }>, sourceMessage: { id: string, question: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null }
    | { __typename: 'ElementCreationTask', id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, result: { unreadableTables: number, partitionsLeftOut: number, unresolvedRelationships: number, tables: { created: number, skipped: number, updated: number, removed: number }, columns: { created: number, skipped: number, updated: number, removed: number }, relationships: { created: number, skipped: number, updated: number, removed: number }, failedTables: Array<{ schema: string, name: string, message: string }> } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }>, database: { id: string, name: string }, error: { code: string, message: string, retryable: boolean } | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null }
    | { __typename: 'FilteredDatabaseTask', warnings: Array<string>, prompt: string | null, id: string, kind: TaskKind, status: TaskStatus, isSettled: boolean, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, priority: number, createdBy: string, createdAt: string, startedAt: string | null, completedAt: string | null, estimatedCompletionAt: string | null, durationMs: number | null, cancelRequestedAt: string | null, cancelReason: string | null, plan: { planner: Planner, asOf: string, scope: SubsetScope, summary: string, tables: Array<{ schema: string, table: string, role: TableRole, estimatedRows: number | string | null }> } | null, filteredDatabase: { id: string, name: string, host: string, port: number, databaseName: string, username: string, createdAt: string, expiresAt: string | null, sizeBytes: number | string, rowCount: number | string } | null, steps: Array<{ name: string, status: TaskStepStatus, progress: number, done: number | string | null, total: number | string | null, durationMs: number | null }>, source: { id: string, name: string } | null, error: { code: string, message: string, retryable: boolean } | null, retryOf:
        | { id: string }
        | { id: string }
        | { id: string }
       | null }
   | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { userId: string, role: Role, workspace: { id: string, slug: string, name: string } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ApiTokenFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment ApiTokenFields on ApiToken {
  id
  name
  role
  createdBy
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
    `, {"fragmentName":"ApiTokenFields"}) as unknown as TypedDocumentString<ApiTokenFieldsFragment, unknown>;
export const TaskFieldsFragmentDoc = /* @__PURE__ */ new TypedDocumentString(`
    fragment TaskFields on Task {
  __typename
  id
  kind
  status
  isSettled
  progress
  currentStep
  message
  attempt
  maxAttempts
  priority
  createdBy
  createdAt
  startedAt
  completedAt
  estimatedCompletionAt
  durationMs
  cancelRequestedAt
  cancelReason
  error {
    code
    message
    retryable
  }
  retryOf {
    id
  }
  ... on ElementCreationTask {
    database {
      id
      name
    }
  }
  ... on FilteredDatabaseTask {
    prompt
    source {
      id
      name
    }
  }
  ... on ChartTask {
    sourceMessage {
      id
      question
    }
  }
}
    `, {"fragmentName":"TaskFields"}) as unknown as TypedDocumentString<TaskFieldsFragment, unknown>;
export const ApiTokensDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ApiTokens($first: Int, $after: String, $last: Int, $before: String) {
  apiTokens(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      ...ApiTokenFields
    }
  }
}
    fragment ApiTokenFields on ApiToken {
  id
  name
  role
  createdBy
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<ApiTokensQuery, ApiTokensQueryVariables>;
export const CreateApiTokenDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CreateApiToken($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    __typename
    ... on CreateApiTokenPayload {
      token
      apiToken {
        ...ApiTokenFields
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on LimitExceededError {
      limit
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment ApiTokenFields on ApiToken {
  id
  name
  role
  createdBy
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<CreateApiTokenMutation, CreateApiTokenMutationVariables>;
export const RevokeApiTokenDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RevokeApiToken($id: ID!) {
  revokeApiToken(id: $id) {
    __typename
    ... on ApiTokenPayload {
      apiToken {
        ...ApiTokenFields
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment ApiTokenFields on ApiToken {
  id
  name
  role
  createdBy
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<RevokeApiTokenMutation, RevokeApiTokenMutationVariables>;
export const AuditLogDocument = /* @__PURE__ */ new TypedDocumentString(`
    query AuditLog($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
  auditLog(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    totalCount
    nodes {
      id
      at
      userId
      role
      tokenKind
      tokenId
      address
      requestId
      action
      objectIds
      outcome
      code
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const CatalogTablesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query CatalogTables($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $schema: String, $search: String) {
  database(id: $id) {
    tables(
      first: $first
      after: $after
      last: $last
      before: $before
      schema: $schema
      search: $search
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        schema
        name
        kind
        comment
        estimatedRowCount
        readable
        inherits {
          schema
          name
        }
        partitionOf {
          schema
          name
        }
        primaryKey {
          name
        }
        columns {
          id
          name
          position
          dataType
          nullable
          default
          comment
          isPrimaryKey
          isForeignKey
          isGenerated
          isIdentity
          enumValues
        }
        constraints {
          name
          kind
          columns
          definition
        }
        indexes {
          name
          unique
          method
          columns
          definition
        }
        references {
          id
          name
          origin
          score
          reason
          onDelete
          onUpdate
          deferrable
          validated
          sourceColumns {
            name
          }
          targetTable {
            schema
            name
          }
          targetColumns {
            name
          }
        }
        referencedBy {
          id
          name
          origin
          score
          reason
          sourceTable {
            schema
            name
          }
          sourceColumns {
            name
          }
          targetColumns {
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogTablesQuery, CatalogTablesQueryVariables>;
export const CatalogRelationshipsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query CatalogRelationships($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {
  database(id: $id) {
    relationships(
      origin: $origin
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        origin
        score
        reason
        sourceTable {
          schema
          name
        }
        sourceColumns {
          name
        }
        targetTable {
          schema
          name
        }
        targetColumns {
          name
        }
      }
    }
    unresolvedRelationships {
      totalCount
      nodes {
        name
        sourceTable {
          schema
          name
        }
        sourceColumns
        targetSchema
        targetName
        targetColumns
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogRelationshipsQuery, CatalogRelationshipsQueryVariables>;
export const DiagramDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Diagram($id: ID!, $schema: String, $tables: [String!]) {
  database(id: $id) {
    diagram(schema: $schema, tables: $tables)
  }
}
    `) as unknown as TypedDocumentString<DiagramQuery, DiagramQueryVariables>;
export const CatalogTableDocument = /* @__PURE__ */ new TypedDocumentString(`
    query CatalogTable($id: ID!, $schema: String, $name: String!) {
  database(id: $id) {
    table(schema: $schema, name: $name) {
      id
      schema
      name
      kind
      updatedAt
      database {
        id
      }
      columns {
        id
        name
      }
      references {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogTableQuery, CatalogTableQueryVariables>;
export const CatalogNodesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query CatalogNodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on Table {
      schema
      name
    }
    ... on Column {
      columnName: name
      table {
        id
      }
    }
    ... on Relationship {
      relationshipName: name
      sourceTable {
        id
      }
      targetTable {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CatalogNodesQuery, CatalogNodesQueryVariables>;
export const MessageChartsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query MessageCharts($messageId: ID!) {
  messageCharts(messageId: $messageId) {
    hasActiveTasks
    activeTasks {
      id
      status
      progress
      currentStep
      message
      estimatedCompletionAt
      adjustmentQuery
      visibility
    }
    charts {
      id
      title
      mark
      visibility
      page
      planner
      adjustmentQuery
      createdBy
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<MessageChartsQuery, MessageChartsQueryVariables>;
export const StartChartDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation StartChart($input: StartChartInput!) {
  startChart(input: $input) {
    __typename
    ... on StartChartPayload {
      task {
        id
        status
        visibility
        forceCreate
        adjustmentQuery
        sourceMessage {
          id
        }
      }
      chart {
        id
        title
        visibility
        adjustmentQuery
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on LimitExceededError {
      limit
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<StartChartMutation, StartChartMutationVariables>;
export const ChartTaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ChartTask($id: ID!) {
  task(id: $id) {
    id
    status
    progress
    message
    durationMs
    attempt
    estimatedCompletionAt
    error {
      code
      message
      retryable
    }
    steps {
      name
      status
      progress
      done
      total
      durationMs
    }
    ... on ChartTask {
      chart {
        id
        title
        mark
        visibility
        page
        planner
        reason
        notes
      }
      sourceMessage {
        id
        question
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChartTaskQuery, ChartTaskQueryVariables>;
export const ChartDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Chart($id: ID!) {
  chart(id: $id) {
    id
    title
    mark
    visibility
    visibilityChanges {
      from
      to
      by
      at
    }
    page
    planner
    sql
    understood
    reason
    notes
    adjustmentQuery
    spec
    data
    svg
    alternatives {
      mark
      title
      reason
      score
      spec
    }
    sourceMessage {
      id
      question
    }
    task {
      id
      status
    }
    createdBy
    createdAt
  }
}
    `) as unknown as TypedDocumentString<ChartQuery, ChartQueryVariables>;
export const ChartPictureDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ChartPicture($id: ID!, $width: Int, $height: Int, $scale: Float) {
  chart(id: $id) {
    id
    title
    svg(width: $width, height: $height)
    png(width: $width, height: $height, scale: $scale)
  }
}
    `) as unknown as TypedDocumentString<ChartPictureQuery, ChartPictureQueryVariables>;
export const SetChartVisibilityDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation SetChartVisibility($id: ID!, $visibility: ChartVisibility!) {
  setChartVisibility(id: $id, visibility: $visibility) {
    __typename
    ... on ChartPayload {
      chart {
        id
        visibility
        page
        visibilityChanges {
          from
          to
          by
          at
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SetChartVisibilityMutation, SetChartVisibilityMutationVariables>;
export const DeleteChartDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DeleteChart($id: ID!) {
  deleteChart(id: $id) {
    __typename
    ... on RemovedPayload {
      id
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteChartMutation, DeleteChartMutationVariables>;
export const RegisterDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RegisterDatabase($input: RegisterDatabaseInput!) {
  registerDatabase(input: $input) {
    __typename
    ... on DatabasePayload {
      database {
        id
        name
        engine
        host
        port
        databaseName
        username
        createdAt
        updatedAt
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      reason
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterDatabaseMutation, RegisterDatabaseMutationVariables>;
export const UpdateDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UpdateDatabase($input: UpdateDatabaseInput!) {
  updateDatabase(input: $input) {
    __typename
    ... on DatabasePayload {
      database {
        id
        name
        engine
        host
        port
        databaseName
        username
        updatedAt
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      reason
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateDatabaseMutation, UpdateDatabaseMutationVariables>;
export const RemoveDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RemoveDatabase($id: ID!) {
  removeDatabase(id: $id) {
    __typename
    ... on RemovedPayload {
      id
    }
    ... on ConflictError {
      inTheWay: task {
        id
        status
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveDatabaseMutation, RemoveDatabaseMutationVariables>;
export const TestConnectionDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation TestConnection($input: DatabaseSourceInput!) {
  testConnection(input: $input) {
    __typename
    ... on TestConnectionPayload {
      serverVersion
      latencyMs
      tableCount
      readOnly
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      reason
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<TestConnectionMutation, TestConnectionMutationVariables>;
export const DatabasesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Databases($first: Int, $after: String, $last: Int, $before: String, $search: String) {
  databases(
    first: $first
    after: $after
    last: $last
    before: $before
    search: $search
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesQuery, DatabasesQueryVariables>;
export const DatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Database($id: ID!) {
  database(id: $id) {
    id
    name
    catalog {
      tableCount
      columnCount
      relationshipCount
      updatedAt
    }
    elementCreation {
      status
      canStart
      reason
      startedAt
      completedAt
      log
      task {
        id
        status
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseQuery, DatabaseQueryVariables>;
export const DatabaseListDocument = /* @__PURE__ */ new TypedDocumentString(`
    query DatabaseList($first: Int, $after: String, $last: Int, $before: String, $search: String) {
  databases(
    first: $first
    after: $after
    last: $last
    before: $before
    search: $search
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      name
      engine
      host
      port
      databaseName
      username
      createdBy
      createdAt
      updatedAt
      catalog {
        tableCount
        columnCount
        relationshipCount
        updatedAt
      }
      elementCreation {
        status
        canStart
        reason
        startedAt
        completedAt
        task {
          id
          status
          progress
        }
      }
      schedule {
        cron
        timezone
        nextRunAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseListQuery, DatabaseListQueryVariables>;
export const StartElementCreationDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation StartElementCreation($input: StartElementCreationInput!) {
  startElementCreation(input: $input) {
    __typename
    ... on StartElementCreationPayload {
      tasks {
        id
        status
        database {
          id
          name
        }
      }
      skipped {
        database {
          id
          name
        }
        reason
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on LimitExceededError {
      limit
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<StartElementCreationMutation, StartElementCreationMutationVariables>;
export const ClearCatalogDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ClearCatalog($databaseId: ID!) {
  clearCatalog(databaseId: $databaseId) {
    __typename
    ... on DatabasePayload {
      database {
        id
        catalog {
          tableCount
          columnCount
          relationshipCount
          updatedAt
        }
      }
    }
    ... on ConflictError {
      inTheWay: task {
        id
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ClearCatalogMutation, ClearCatalogMutationVariables>;
export const ElementCreationTaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    query ElementCreationTask($id: ID!) {
  task(id: $id) {
    id
    kind
    status
    progress
    currentStep
    message
    attempt
    maxAttempts
    priority
    createdBy
    createdAt
    startedAt
    completedAt
    estimatedCompletionAt
    durationMs
    isSettled
    cancelRequestedAt
    cancelReason
    retryOf {
      id
    }
    steps {
      name
      status
      progress
      done
      total
    }
    error {
      code
      message
      retryable
    }
    ... on ElementCreationTask {
      database {
        id
        name
      }
      result {
        tables {
          created
          skipped
          updated
          removed
        }
        columns {
          created
          skipped
          updated
          removed
        }
        relationships {
          created
          skipped
          updated
          removed
        }
        failedTables {
          schema
          name
          message
        }
        unreadableTables
        partitionsLeftOut
        unresolvedRelationships
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ElementCreationTaskQuery, ElementCreationTaskQueryVariables>;
export const ResetElementCreationDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ResetElementCreation($databaseId: ID!, $reason: String) {
  resetElementCreation(databaseId: $databaseId, reason: $reason) {
    __typename
    ... on DatabasePayload {
      database {
        id
        elementCreation {
          status
          canStart
          reason
          log
          task {
            id
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ResetElementCreationMutation, ResetElementCreationMutationVariables>;
export const FilterPlanDocument = /* @__PURE__ */ new TypedDocumentString(`
    query FilterPlan($input: FilterPlanQueryInput!) {
  filterPlan(input: $input) {
    __typename
    ... on FilterPlanPayload {
      plan {
        planner
        asOf
        scope
        summary
        subjects {
          schema
          table
          condition
          sql
        }
        tables {
          schema
          table
          role
          estimatedRows
          sql
        }
        candidates
      }
    }
    ... on UnclearPromptError {
      unrecognized
      suggestions
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      reason
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<FilterPlanQuery, FilterPlanQueryVariables>;
export const StartFilteredDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation StartFilteredDatabase($input: StartFilteredDatabaseInput!) {
  startFilteredDatabase(input: $input) {
    __typename
    ... on StartFilteredDatabasePayload {
      task {
        id
        status
        plan {
          summary
          asOf
          planner
        }
      }
    }
    ... on UnclearPromptError {
      unrecognized
      suggestions
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      reason
    }
    ... on LimitExceededError {
      limit
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<StartFilteredDatabaseMutation, StartFilteredDatabaseMutationVariables>;
export const FilteredDatabaseTaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    query FilteredDatabaseTask($id: ID!) {
  task(id: $id) {
    __typename
    id
    kind
    status
    progress
    currentStep
    message
    priority
    attempt
    maxAttempts
    durationMs
    estimatedCompletionAt
    retryOf {
      id
    }
    steps {
      name
      status
      progress
      done
      total
    }
    error {
      code
      message
      retryable
    }
    ... on FilteredDatabaseTask {
      source {
        id
      }
      prompt
      plan {
        planner
        asOf
        scope
        summary
        tables {
          schema
          table
          role
          estimatedRows
        }
        candidates
      }
      warnings
      filteredDatabase {
        id
        name
        host
        port
        databaseName
        username
        createdAt
        expiresAt
        sizeBytes
        rowCount
        tables {
          schema
          name
          sourceRows
          rows
          referencedRows
          leftOutRows
        }
        task {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FilteredDatabaseTaskQuery, FilteredDatabaseTaskQueryVariables>;
export const FilteredDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    query FilteredDatabase($id: ID!) {
  filteredDatabase(id: $id) {
    id
    name
    host
    port
    databaseName
    username
    password
    connectionString
    expiresAt
    sizeBytes
    rowCount
    tables {
      schema
      name
      sourceRows
      rows
      referencedRows
      leftOutRows
    }
  }
}
    `) as unknown as TypedDocumentString<FilteredDatabaseQuery, FilteredDatabaseQueryVariables>;
export const FilteredDatabasesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query FilteredDatabases($first: Int, $after: String, $last: Int, $before: String) {
  filteredDatabases(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      name
      databaseName
      createdAt
      expiresAt
      sizeBytes
      rowCount
      task {
        id
        status
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FilteredDatabasesQuery, FilteredDatabasesQueryVariables>;
export const DropFilteredDatabaseDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DropFilteredDatabase($id: ID!) {
  dropFilteredDatabase(id: $id) {
    __typename
    ... on RemovedPayload {
      id
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DropFilteredDatabaseMutation, DropFilteredDatabaseMutationVariables>;
export const CreateMessageDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CreateMessage($input: CreateMessageInput!) {
  createMessage(input: $input) {
    __typename
    ... on MessagePayload {
      message {
        id
        question
        sql
        database {
          id
        }
        createdBy
        createdAt
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on ConnectionFailedError {
      failure: reason
    }
    ... on Error {
      code
      reason: message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateMessageMutation, CreateMessageMutationVariables>;
export const DeleteMessageDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation DeleteMessage($id: ID!) {
  deleteMessage(id: $id) {
    __typename
    ... on RemovedPayload {
      id
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteMessageMutation, DeleteMessageMutationVariables>;
export const MessagesDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Messages($first: Int, $after: String, $last: Int, $before: String, $databaseId: ID) {
  messages(
    first: $first
    after: $after
    last: $last
    before: $before
    databaseId: $databaseId
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      question
      sql
      database {
        id
        name
      }
      createdBy
      createdAt
      charts {
        hasActiveTasks
        charts {
          id
          title
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MessagesQuery, MessagesQueryVariables>;
export const MessageDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Message($id: ID!) {
  message(id: $id) {
    id
    question
    sql
    database {
      id
      name
    }
    createdBy
    createdAt
    charts {
      hasActiveTasks
      charts {
        id
        title
        mark
        visibility
        createdAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MessageQuery, MessageQueryVariables>;
export const QueueStatsDocument = /* @__PURE__ */ new TypedDocumentString(`
    query QueueStats {
  queueStats {
    kind
    pending
    running
    completedLastHour
    failedLastHour
    oldestPendingSeconds
    workers
    updatedAt
  }
}
    `) as unknown as TypedDocumentString<QueueStatsQuery, QueueStatsQueryVariables>;
export const WatchQueuesDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription WatchQueues {
  queueStats {
    kind
    pending
    running
    completedLastHour
    failedLastHour
    oldestPendingSeconds
    workers
  }
}
    `) as unknown as TypedDocumentString<WatchQueuesSubscription, WatchQueuesSubscriptionVariables>;
export const ScheduleElementCreationDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation ScheduleElementCreation($databaseId: ID!, $cron: String!, $timezone: String) {
  scheduleElementCreation(
    databaseId: $databaseId
    cron: $cron
    timezone: $timezone
  ) {
    __typename
    ... on DatabasePayload {
      database {
        id
        schedule {
          cron
          timezone
          nextRunAt
        }
      }
    }
    ... on InvalidInputError {
      fields {
        path
        message
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ScheduleElementCreationMutation, ScheduleElementCreationMutationVariables>;
export const UnscheduleElementCreationDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation UnscheduleElementCreation($databaseId: ID!) {
  unscheduleElementCreation(databaseId: $databaseId) {
    __typename
    ... on DatabasePayload {
      database {
        id
        schedule {
          cron
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UnscheduleElementCreationMutation, UnscheduleElementCreationMutationVariables>;
export const TasksDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Tasks($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {
  tasks(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      kind
      status
    }
  }
}
    `) as unknown as TypedDocumentString<TasksQuery, TasksQueryVariables>;
export const TaskHistoryDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TaskHistory($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $minLevel: LogLevel) {
  task(id: $id) {
    events(
      first: $first
      after: $after
      last: $last
      before: $before
      minLevel: $minLevel
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        cursor
        sequence
        type
        level
        at
        message
        status
        progress
        currentStep
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TaskHistoryQuery, TaskHistoryQueryVariables>;
export const TaskStandingDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TaskStanding($id: ID!, $after: String) {
  task(id: $id) {
    isSettled
    events(after: $after, first: 1) {
      nodes {
        sequence
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TaskStandingQuery, TaskStandingQueryVariables>;
export const CancelTaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation CancelTask($taskId: ID!, $reason: String) {
  cancelTask(taskId: $taskId, reason: $reason) {
    __typename
    ... on TaskPayload {
      task {
        id
        status
        cancelRequestedAt
        cancelReason
      }
    }
    ... on ConflictError {
      inTheWay: task {
        id
        status
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CancelTaskMutation, CancelTaskMutationVariables>;
export const RetryTaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    mutation RetryTask($taskId: ID!) {
  retryTask(taskId: $taskId) {
    __typename
    ... on TaskPayload {
      task {
        id
        status
        retryOf {
          id
        }
      }
    }
    ... on ConflictError {
      inTheWay: task {
        id
        status
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RetryTaskMutation, RetryTaskMutationVariables>;
export const TaskEventsDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription TaskEvents($taskId: ID!, $from: EventStart, $after: String) {
  taskEvents(taskId: $taskId, from: $from, after: $after) {
    cursor
    sequence
    type
    level
    at
    message
    status
    progress
    currentStep
    task {
      id
      status
      progress
      attempt
    }
  }
}
    `) as unknown as TypedDocumentString<TaskEventsSubscription, TaskEventsSubscriptionVariables>;
export const WorkspaceEventsDocument = /* @__PURE__ */ new TypedDocumentString(`
    subscription WorkspaceEvents($filter: TaskFilter) {
  workspaceEvents(filter: $filter) {
    cursor
    sequence
    type
    level
    message
    status
    progress
    task {
      id
      kind
      status
    }
  }
}
    `) as unknown as TypedDocumentString<WorkspaceEventsSubscription, WorkspaceEventsSubscriptionVariables>;
export const TaskListDocument = /* @__PURE__ */ new TypedDocumentString(`
    query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {
  tasks(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      ...TaskFields
    }
  }
}
    fragment TaskFields on Task {
  __typename
  id
  kind
  status
  isSettled
  progress
  currentStep
  message
  attempt
  maxAttempts
  priority
  createdBy
  createdAt
  startedAt
  completedAt
  estimatedCompletionAt
  durationMs
  cancelRequestedAt
  cancelReason
  error {
    code
    message
    retryable
  }
  retryOf {
    id
  }
  ... on ElementCreationTask {
    database {
      id
      name
    }
  }
  ... on FilteredDatabaseTask {
    prompt
    source {
      id
      name
    }
  }
  ... on ChartTask {
    sourceMessage {
      id
      question
    }
  }
}`) as unknown as TypedDocumentString<TaskListQuery, TaskListQueryVariables>;
export const TaskDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Task($id: ID!) {
  task(id: $id) {
    ...TaskFields
    steps {
      name
      status
      progress
      done
      total
      durationMs
    }
    ... on ElementCreationTask {
      result {
        tables {
          created
          skipped
          updated
          removed
        }
        columns {
          created
          skipped
          updated
          removed
        }
        relationships {
          created
          skipped
          updated
          removed
        }
        failedTables {
          schema
          name
          message
        }
        unreadableTables
        partitionsLeftOut
        unresolvedRelationships
      }
    }
    ... on FilteredDatabaseTask {
      plan {
        planner
        asOf
        scope
        summary
        tables {
          schema
          table
          role
          estimatedRows
        }
      }
      warnings
      filteredDatabase {
        id
        name
        host
        port
        databaseName
        username
        createdAt
        expiresAt
        sizeBytes
        rowCount
      }
    }
    ... on ChartTask {
      adjustmentQuery
      forceCreate
      visibility
      chart {
        id
        title
        mark
        visibility
        page
        planner
        reason
        notes
      }
    }
  }
}
    fragment TaskFields on Task {
  __typename
  id
  kind
  status
  isSettled
  progress
  currentStep
  message
  attempt
  maxAttempts
  priority
  createdBy
  createdAt
  startedAt
  completedAt
  estimatedCompletionAt
  durationMs
  cancelRequestedAt
  cancelReason
  error {
    code
    message
    retryable
  }
  retryOf {
    id
  }
  ... on ElementCreationTask {
    database {
      id
      name
    }
  }
  ... on FilteredDatabaseTask {
    prompt
    source {
      id
      name
    }
  }
  ... on ChartTask {
    sourceMessage {
      id
      question
    }
  }
}`) as unknown as TypedDocumentString<TaskQuery, TaskQueryVariables>;
export const ViewerDocument = /* @__PURE__ */ new TypedDocumentString(`
    query Viewer {
  viewer {
    userId
    role
    workspace {
      id
      slug
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;