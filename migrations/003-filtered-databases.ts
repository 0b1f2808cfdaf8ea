import { Migration } from '@mikro-orm/migrations'

export class FilteredDatabases extends Migration {
  override up(): void {
    this.addSql(`
create table filtered_database (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  database_name text not null,
  username text not null,
  sealed_password bytea not null,
  size_bytes bigint not null,
  row_count bigint not null,
  tables jsonb not null,
  created_by text not null,
  created_role text not null,
  created_at timestamptz(6) not null,
  expires_at timestamptz(6) null,
  dropped_at timestamptz(6) null,
  primary key (id)
);
create index filtered_database_workspace on filtered_database (workspace_id, id);
create index filtered_database_expires on filtered_database (expires_at) where expires_at is not null;
alter table filtered_database add constraint filtered_database_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
`)
  }
}
