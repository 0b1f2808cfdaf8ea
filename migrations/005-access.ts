import { Migration } from '@mikro-orm/migrations'

export class Access extends Migration {
  override up(): void {
    this.addSql(`
alter table workspace_member add column role_as_of timestamptz(6) null;

create table api_token (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  role text not null,
  hash bytea not null,
  created_by text not null,
  created_at timestamptz(6) not null,
  expires_at timestamptz(6) null,
  last_used_at timestamptz(6) null,
  revoked_at timestamptz(6) null,
  primary key (id)
);
create index api_token_workspace on api_token (workspace_id, id);
alter table api_token add constraint api_token_workspace_id_foreign foreign key (workspace_id) references workspace (id) on delete cascade;
alter table api_token add constraint api_token_role_check check (role in ('VIEWER', 'EDITOR', 'ADMIN'));
`)
  }
}
