import { Migration } from '@mikro-orm/migrations'

export class TasksDatabasesCatalogs extends Migration {
  override up(): void {
    this.addSql(schema)
  }
}

const schema = `
create table workspace (
  id uuid not null,
  slug text not null,
  name text not null,
  created_at timestamptz(6) not null,
  primary key (id)
);
alter table workspace add constraint workspace_slug_unique unique (slug);
create table workspace_member (
  workspace_id uuid not null,
  user_id text not null,
  role text not null,
  created_at timestamptz(6) not null,
  primary key (workspace_id, user_id)
);
alter table workspace_member add constraint workspace_member_role_check check (role in ('VIEWER', 'EDITOR', 'ADMIN'));
create table task (
  id uuid not null,
  workspace_id uuid not null,
  kind text not null,
  status text not null,
  input jsonb not null,
  result jsonb null,
  error jsonb null,
  database_id uuid null,
  exclusive_key text null,
  idempotency_key text null,
  retry_of_id uuid null,
  progress double precision not null,
  current_step text not null,
  steps jsonb not null,
  message text not null,
  priority int not null,
  attempt int not null,
  max_attempts int not null,
  created_by text not null,
  created_role text not null,
  request_id text null,
  created_at timestamptz(6) not null,
  available_at timestamptz(6) not null,
  started_at timestamptz(6) null,
  attempt_started_at timestamptz(6) null,
  completed_at timestamptz(6) null,
  estimated_completion_at timestamptz(6) null,
  cancel_requested_at timestamptz(6) null,
  cancel_reason text null,
  last_sequence int not null,
  lease uuid null,
  heartbeat_at timestamptz(6) null,
  job_id uuid not null,
  primary key (id)
);
create index task_workspace on task (workspace_id, id);
create index task_live on task (status, heartbeat_at) where status in ('PENDING', 'RUNNING', 'CANCELLING');
create index task_database on task (database_id, kind, id);
create index task_completed on task (completed_at) where completed_at is not null;
create unique index task_exclusive_key on task (kind, exclusive_key) where status in ('PENDING', 'RUNNING', 'CANCELLING');
alter table task add constraint task_idempotency_key unique (workspace_id, kind, idempotency_key);
alter table task add constraint task_status_check check (status in ('PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED'));
create table task_event (
  task_id uuid not null,
  sequence int not null,
  workspace_id uuid not null,
  type text not null,
  level text not null,
  at timestamptz(6) not null,
  message text not null,
  status text not null,
  progress double precision not null,
  current_step text not null,
  primary key (task_id, sequence)
);
create table task_worker (
  id uuid not null,
  kinds jsonb not null,
  concurrency int not null,
  host text not null,
  pid int not null,
  started_at timestamptz(6) not null,
  heartbeat_at timestamptz(6) not null,
  primary key (id)
);
create table database (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  engine text not null,
  host text null,
  port int null,
  database_name text not null,
  username text null,
  sealed_password bytea null,
  ssl_mode text not null,
  created_by text not null,
  created_role text not null,
  created_at timestamptz(6) not null,
  updated_at timestamptz(6) not null,
  removed_at timestamptz(6) null,
  primary key (id)
);
create unique index database_name on database (workspace_id, name) where removed_at is null;
create table catalog (
  database_id uuid not null,
  workspace_id uuid not null,
  table_count int not null,
  column_count int not null,
  relationship_count int not null,
  updated_at timestamptz(6) not null,
  primary key (database_id)
);
create table catalog_table (
  id uuid not null,
  workspace_id uuid not null,
  database_id uuid not null,
  schema text not null,
  name text not null,
  kind text not null,
  comment text null,
  estimated_row_count bigint null,
  readable boolean not null,
  inherits jsonb not null,
  partition_of jsonb null,
  primary_key jsonb not null,
  foreign_key_columns jsonb not null,
  constraints jsonb not null,
  indexes jsonb not null,
  column_count int not null,
  relationship_count int not null,
  columns_hash text null,
  constraints_hash text null,
  indexes_hash text null,
  relationships_hash text null,
  created_at timestamptz(6) not null,
  updated_at timestamptz(6) not null,
  primary key (id)
);
alter table catalog_table add constraint catalog_table_name unique (database_id, schema, name);
create table catalog_column (
  id uuid not null,
  workspace_id uuid not null,
  database_id uuid not null,
  table_id uuid not null,
  name text not null,
  position int not null,
  data_type text not null,
  nullable boolean not null,
  default_expression text null,
  comment text null,
  is_generated boolean not null,
  is_identity boolean not null,
  enum_values jsonb null,
  created_at timestamptz(6) not null,
  updated_at timestamptz(6) not null,
  primary key (id)
);
alter table catalog_column add constraint catalog_column_name unique (table_id, name);
create table catalog_relationship (
  id uuid not null,
  workspace_id uuid not null,
  database_id uuid not null,
  name text not null,
  origin text not null,
  source_table_id uuid not null,
  source_columns jsonb not null,
  target_schema text not null,
  target_name text not null,
  target_table_id uuid null,
  target_columns jsonb not null,
  on_delete text null,
  on_update text null,
  is_deferrable boolean not null,
  validated boolean not null,
  created_at timestamptz(6) not null,
  updated_at timestamptz(6) not null,
  primary key (id)
);
create index catalog_relationship_target on catalog_relationship (target_table_id);
create index catalog_relationship_database on catalog_relationship (database_id, name, id);
alter table catalog_relationship add constraint catalog_relationship_name unique (source_table_id, origin, name);
alter table workspace_member add constraint workspace_member_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table task add constraint task_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table task_event add constraint task_event_task_id_foreign foreign key (task_id) references task (id) on delete cascade;
alter table database add constraint database_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table catalog add constraint catalog_database_id_foreign foreign key (database_id) references database (id) on update cascade on delete cascade;
alter table catalog_table add constraint catalog_table_database_id_foreign foreign key (database_id) references database (id) on delete cascade;
alter table catalog_column add constraint catalog_column_table_id_foreign foreign key (table_id) references catalog_table (id) on delete cascade;
alter table catalog_relationship add constraint catalog_relationship_source_table_id_foreign foreign key (source_table_id) references catalog_table (id) on delete cascade;
alter table catalog_relationship add constraint catalog_relationship_target_table_id_foreign foreign key (target_table_id) references catalog_table (id) on delete set null;
`
