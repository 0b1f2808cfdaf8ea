import { Migration } from '@mikro-orm/migrations'

export class Audit extends Migration {
  override up(): void {
    this.addSql(`
create table audit_entry (
  id uuid not null,
  workspace_id uuid not null,
  at timestamptz(6) not null,
  user_id text not null,
  role text not null,
  token_kind text not null,
  token_id text null,
  address text null,
  request_id text not null,
  action text not null,
  object_ids jsonb not null,
  outcome text not null,
  code text null,
  primary key (id)
);
create index audit_entry_workspace on audit_entry (workspace_id, id);
create index audit_entry_workspace_user on audit_entry (workspace_id, user_id, id);
create index audit_entry_workspace_action on audit_entry (workspace_id, action, id);
create index audit_entry_at on audit_entry (at);
alter table audit_entry add constraint audit_entry_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table audit_entry add constraint audit_entry_outcome_check check (outcome in ('OK', 'REFUSED', 'FAILED'));
`)
  }
}
