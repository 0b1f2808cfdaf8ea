import type { Client } from 'pg'

/**
 * Settled tasks of the past weeks with their events, written by the server in sets. Of the tasks, the ids of which begin with
 * the time of their making as all ids do, every tenth is a chart of another workspace, one in ten FAILED, one in twenty CANCELLED.
 */
export type Past = {
  workspaceId: string
  /** Databases that have tasks all the time. */
  busy: string[]
  /** One whose tasks all FAILED. */
  broken: string
  /** One whose tasks, one in a hundred of all, are in the first tenth of the time. Their maker made no others. */
  former: string
  formerMaker: string
}

/** From so many days ago, over so many days. */
export type Stretch = { fromDaysAgo: number; days: number; tasks: number; eventsPerTask: number }

const tasksAtATime = 20_000

export async function writePast(store: Client, past: Past, stretch: Stretch): Promise<void> {
  for (let from = 0; from < stretch.tasks; from += tasksAtATime)
    await store.query(statement, [
      from,
      Math.min(from + tasksAtATime, stretch.tasks) - 1,
      stretch.tasks,
      stretch.fromDaysAgo,
      stretch.days,
      stretch.eventsPerTask,
      past.workspaceId,
      past.busy,
      past.broken,
      past.former,
      past.formerMaker,
    ])
}

const statement = `
with made as (
  insert into task (id, workspace_id, kind, status, input, database_id, progress, current_step, steps, message, priority, attempt,
    max_attempts, created_by, created_role, created_at, available_at, started_at, attempt_started_at, completed_at, last_sequence,
    job_id, isolated)
  select id, workspace_id, case when n % 10 = 9 then 'CHART' else 'ELEMENT_CREATION' end, status,
    '{"databaseName": "a database", "selection": null, "include": ["TABLES", "COLUMNS"], "includePartitions": false}',
    database_id, 1, 'relationships',
    '[{"name": "tables", "status": "COMPLETED", "progress": 1, "done": 100, "total": 100},
      {"name": "columns", "status": "COMPLETED", "progress": 1, "done": 1500, "total": 1500}]',
    '100 tables, 1500 columns, 200 relationships: 0 created, 3 updated, 0 removed', 0, 1, 3, created_by, 'EDITOR', at, at,
    at + interval '10 milliseconds', at + interval '10 milliseconds', at + interval '20 seconds', $6::int, id, false
  from (
    select n, uuidv7(shift) as id, date_trunc('milliseconds', now() + shift) as at,
      case when is_former then $10::uuid when n % 20 = 3 then $9::uuid else ($8::uuid[])[1 + n % cardinality($8::uuid[])] end as database_id,
      case when not is_former and (n % 20 = 3 or n % 20 = 4) then 'FAILED' when n % 20 = 5 then 'CANCELLED' else 'COMPLETED' end as status,
      case when is_former then $11 else 'user ' || n % 10 end as created_by,
      case when n % 10 = 9 then (select id from workspace where slug = 'neighbours') else $7::uuid end as workspace_id
    from generate_series($1::bigint, $2::bigint) as n,
      lateral (select interval '1 day' * (n * $5::float8 / $3::float8 - $4::float8) as shift,
        n < $3::float8 / 10 and n % 10 = 2 as is_former) as place
  ) as placed
  returning id, workspace_id, created_at
)
insert into task_event (task_id, sequence, workspace_id, type, level, at, message, status, progress, current_step)
select id, n, workspace_id,
  case n when 1 then 'QUEUED' when 2 then 'STARTED' when $6::int then 'COMPLETED' else 'PROGRESS' end, 'INFO',
  created_at + n * interval '200 milliseconds', 'Reading the columns of the tables 1001 to 2000 of 10000', 'RUNNING',
  n / $6::float8, 'columns'
from made, generate_series(1, $6::int) as n`

/** Gives the newest task that COMPLETED so many events, as one has that ran for hours; its id. */
export async function lengthen(store: Client, { workspaceId }: Past, events: number): Promise<string> {
  const { rows } = await store.query<{ id: string }>(
    `with longest as (
      select id from task where workspace_id = $1 and status = 'COMPLETED' order by id desc limit 1
    ), written as (
      insert into task_event (task_id, sequence, workspace_id, type, level, at, message, status, progress, current_step)
      select id, n, $1, 'PROGRESS', 'INFO', now(), 'Reading the columns of the tables 1001 to 2000 of 10000', 'RUNNING', 0.5, 'columns'
      from longest, generate_series(1, $2::int) as n on conflict do nothing
    )
    update task set last_sequence = $2::int where id = (select id from longest) returning id`,
    [workspaceId, events],
  )
  return rows[0]!.id
}
