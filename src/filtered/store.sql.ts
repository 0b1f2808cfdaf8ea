import { sql } from 'kysely'
import { type Db, dbOf, type EntityManager } from '../platform/orm.ts'
import type { OwnDatabase } from './server.sql.ts'

/** Statements over filtered_database beside the ORM's. */

/** Databases that are to go: dropped by someone, or past their time. */
export async function dueToDrop(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from filtered_database where dropped_at is not null or expires_at <= now()`.execute(db)
  return rows.map(({ id }) => id)
}

/** Those of the tasks whose database nobody may miss: settled, or gone, without a database of their own that is kept. */
export async function withoutOwner(db: Db, taskIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select named.id from unnest(${taskIds}::uuid[]) as named (id)
    where not exists (select from filtered_database kept where kept.id = named.id)
      and not exists (
        select from task where task.id = named.id and status in ('PENDING', 'RUNNING', 'CANCELLING')
      )`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether a task ended without effect within the last so many seconds: its worker may have been unable to clear up. */
export async function endedInVain(db: Db, kind: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    select from task where kind = ${kind} and status in ('FAILED', 'CANCELLED')
      and completed_at > now() - make_interval(secs => ${seconds}) limit 1`.execute(db)
  return rows.length > 0
}

/** Where this installation keeps its own data, as logins of its server must not see it. */
export async function ownDatabase(em: EntityManager): Promise<OwnDatabase> {
  const { rows } = await sql<OwnDatabase>`
    select system_identifier::text as server, current_user::text as login,
      (select oid::text from pg_database where datname = current_database()) as database
    from pg_control_system()`.execute(dbOf(em.fork()))
  return rows[0]!
}

/** Lets the installation's own login into its database by name, and no others; what its owner alone may do. */
export async function closeOwnDatabase(em: EntityManager): Promise<void> {
  await em.fork().transactional(async (em) => {
    // Two that change the same row at the same moment would stand in each other's way.
    await sql`select pg_advisory_xact_lock(hashtextextended('quarry filtered close', 0))`.execute(dbOf(em))
    await sql`do $$ begin
      execute format('grant connect on database %I to %I', current_database(), current_user);
      execute format('revoke connect on database %I from public', current_database());
    end $$`.execute(dbOf(em))
  })
}
