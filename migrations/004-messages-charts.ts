import { Migration } from '@mikro-orm/migrations'

export class MessagesCharts extends Migration {
  override up(): void {
    this.addSql(`
create table message (
  id uuid not null,
  workspace_id uuid not null,
  question text not null,
  sql text null,
  database_id uuid null,
  created_by text not null,
  created_role text not null,
  created_at timestamptz(6) not null,
  deleted_at timestamptz(6) null,
  primary key (id)
);
create index message_workspace on message (workspace_id, id);
create index message_workspace_database on message (workspace_id, database_id, id);
create index message_created on message (created_at) where deleted_at is null;
create index message_deleted on message (deleted_at) where deleted_at is not null;
alter table message add constraint message_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;

create table message_rows (message_id uuid not null, rows json not null, primary key (message_id));
alter table message_rows add constraint message_rows_message_id_foreign foreign key (message_id) references message (id) on update cascade on delete cascade;

create table chart (
  id uuid not null,
  workspace_id uuid not null,
  message_id uuid not null,
  adjustment_query text null,
  visibility text not null,
  visibility_changes jsonb not null,
  planner text not null,
  title text not null,
  mark text not null,
  understood text null,
  reason text not null,
  notes jsonb not null,
  intent jsonb not null,
  created_by text not null,
  created_role text not null,
  created_at timestamptz(6) not null,
  primary key (id)
);
create index chart_message on chart (message_id, id);
create index chart_created on chart (created_at);
alter table chart add constraint chart_id_foreign foreign key (id) references task (id) on update cascade on delete cascade;
alter table chart add constraint chart_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table chart add constraint chart_message_id_foreign foreign key (message_id) references message (id) on delete cascade;
alter table chart add constraint chart_visibility_check check (visibility in ('PRIVATE', 'WORKSPACE', 'PUBLIC'));

create table chart_picture (
  chart_id uuid not null,
  spec json not null,
  svg text not null,
  sql text null,
  alternatives json not null,
  primary key (chart_id)
);
alter table chart_picture add constraint chart_picture_chart_id_foreign foreign key (chart_id) references chart (id) on update cascade on delete cascade;
`)
  }
}
