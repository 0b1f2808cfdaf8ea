import { Migration } from '@mikro-orm/migrations'

/** See docs/decisions/partitioned-events.md. What is in the old table stays there: it becomes the default partition. */
export class PartitionedEvents extends Migration {
  override up(): void {
    this.addSql(`
alter table task_event drop constraint task_event_task_id_foreign;
alter table task_event rename to task_event_default;
alter index task_event_pkey rename to task_event_default_pkey;
create table task_event (like task_event_default) partition by range (task_id);
alter table task_event add primary key (task_id, sequence);
alter table task_event attach partition task_event_default default;

alter table task add column isolated boolean not null default false;
alter table task add column trace_parent text null;
alter table task alter column isolated drop default;
drop index task_live;
create index task_running on task (kind, heartbeat_at) where status in ('RUNNING', 'CANCELLING');
create index task_due on task (kind, available_at) where status = 'PENDING';
create index task_waiting on task (kind, workspace_id) where status = 'PENDING';
create index task_live on task (workspace_id, kind) where status in ('PENDING', 'RUNNING', 'CANCELLING');
create index task_workspace_kind on task (workspace_id, kind, id);
create index task_workspace_status on task (workspace_id, status, id);
create index task_workspace_database on task (workspace_id, database_id, id);
create index task_workspace_maker on task (workspace_id, created_by, id);
`)
  }
}
