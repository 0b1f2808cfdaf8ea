import { z } from 'zod'
import type { Database } from '../databases/database.entity.ts'
import type { Databases } from '../databases/databases.ts'
import { checked } from '../platform/checked.ts'
import { ConflictError, InvalidInputError, LimitExceededError, NotFoundError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import { startOptions } from '../tasks/start-options.ts'
import type { TaskStatus } from '../tasks/states.ts'
import type { Task } from '../tasks/task.entity.ts'
import type { Maker, Tasks } from '../tasks/tasks.ts'
import { elementCreation } from './element-creation.task.ts'
import { type MetadataKind, metadataKinds, type TableSelection } from './source.ts'
import { deleteCatalog, lockCatalog } from './store.sql.ts'

export type StartElementCreation = {
  databaseIds: (string | null)[]
  selection?: TableSelection[] | null
  include?: readonly MetadataKind[] | null
  includePartitions?: boolean | null
  sampleValues?: boolean | null
  priority?: number | null
  maxAttempts?: number | null
  startAfter?: Date | null
  idempotencyKey?: string | null
}

export type StartedElementCreation = { tasks: Task[]; skipped: { database: Database; reason: string }[] }

export type Elements = {
  /**
   * Starts a task for each database that can start; the others are skipped with their reason.
   * @throws InvalidInputError before anything was started
   * @throws LimitExceededError where the workspace's limit leaves room for none
   */
  start(em: EntityManager, maker: Maker, input: StartElementCreation): Promise<StartedElementCreation>
  /** The live task of a database, once one that outlasted its limit is settled. */
  liveTask(em: EntityManager, databaseId: string): Promise<Task | null>
  /**
   * Settles a task that hangs, so that the database is IDLE again; its worker's writes are refused from then on.
   * @throws ConflictError where none is waiting or running
   */
  reset(em: EntityManager, maker: Maker, databaseId: string, reason: string | null): Promise<Database>
  /** @throws ConflictError while a task works on it */
  clear(em: EntityManager, maker: Maker, databaseId: string): Promise<Database>
}

const name = z
  .string()
  .min(1, 'A name is not empty')
  .max(1_000)
  .refine((text) => !text.includes('\0'), 'A name has no NUL')
const options = z.object({
  databaseIds: z
    .array(z.uuid({ error: 'There is no such database' }))
    .min(1, 'Name at least one database')
    .max(100, 'Name at most 100 databases at a time'),
  selection: z
    .array(
      z.object({
        schema: name,
        tables: z.array(name).min(1, 'Leave tables out for all of a schema').nullish(),
      }),
    )
    .min(1, 'Leave selection out for everything')
    .max(10_000)
    .nullish(),
  include: z.array(z.enum(metadataKinds)).min(1, 'Leave include out for all kinds').nullish(),
  includePartitions: z.boolean().nullish(),
  sampleValues: z.boolean().nullish(),
  startAfter: z.date().nullish(),
  ...startOptions,
})

/** Columns have their types only where they are read themselves, and candidates are inferred from all that names and ties columns. */
const broughtBy: Partial<Record<MetadataKind, MetadataKind[]>> = {
  TYPES: ['COLUMNS'],
  CANDIDATE_KEYS: ['COLUMNS', 'TYPES', 'CONSTRAINTS', 'INDEXES', 'FOREIGN_KEYS'],
}
const everything = metadataKinds.filter((kind) => kind !== 'CANDIDATE_KEYS')

function includeOf(kinds: readonly MetadataKind[] | null | undefined): MetadataKind[] {
  if (!kinds) return everything
  return [...new Set(kinds.flatMap((kind) => [...(broughtBy[kind] ?? []), kind]))]
}

export const whyBusy = (status: TaskStatus) =>
  ({
    PENDING: 'An element creation task is waiting to run',
    CANCELLING: 'An element creation task is being cancelled',
  })[status as string] ?? 'An element creation task is currently running'

export function createElements({ tasks, databases }: { tasks: Tasks; databases: Databases }): Elements {
  const liveTask = (em: EntityManager, databaseId: string) =>
    tasks.liveTask(em, elementCreation.kind, databaseId)

  async function findAll(em: EntityManager, workspaceId: string, ids: string[]): Promise<Database[]> {
    return Promise.all(
      ids.map((id, index) =>
        databases.find(em, workspaceId, id).catch((error) => {
          if (!(error instanceof NotFoundError)) throw error
          throw new InvalidInputError(error.message, [
            { path: ['databaseIds', `${index}`], message: error.message },
          ])
        }),
      ),
    )
  }

  return {
    liveTask,

    async start(em, maker, input) {
      const { databaseIds, selection, include, includePartitions, sampleValues, idempotencyKey, ...request } =
        checked(options, input)
      if (sampleValues && !include?.includes('CANDIDATE_KEYS'))
        throw new InvalidInputError('sampleValues confirms candidates; include CANDIDATE_KEYS', [
          { path: ['sampleValues'], message: 'sampleValues confirms candidates; include CANDIDATE_KEYS' },
        ])
      const started: StartedElementCreation = { tasks: [], skipped: [] }
      let limit: LimitExceededError | null = null
      const found = await findAll(em, maker.workspaceId, databaseIds)
      for (const database of new Map(found.map((database) => [database.id, database])).values()) {
        try {
          const task = await tasks.start(em, maker, elementCreation, {
            ...request,
            input: {
              databaseId: database.id,
              databaseName: database.name,
              selection: selection ?? null,
              include: includeOf(include),
              includePartitions: includePartitions ?? false,
              sampleValues: sampleValues ?? false,
            },
            databaseId: database.id,
            exclusiveKey: database.id,
            idempotencyKey: idempotencyKey == null ? null : `${idempotencyKey}:${database.id}`,
          })
          started.tasks.push(task)
        } catch (error) {
          if (error instanceof ConflictError) {
            const live = await liveTask(em, database.id)
            started.skipped.push({ database, reason: whyBusy(live?.status ?? 'RUNNING') })
          } else if (error instanceof LimitExceededError) {
            limit = error
            started.skipped.push({ database, reason: error.message })
          } else throw error
        }
      }
      if (limit && started.tasks.length === 0) throw limit
      return started
    },

    async reset(em, maker, databaseId, reason) {
      const database = await databases.find(em, maker.workspaceId, databaseId)
      const settled = await tasks.reset(
        em,
        elementCreation.kind,
        databaseId,
        (status) => `Force reset: ${reason ?? 'no reason given'} (was: ${status})`,
      )
      if (!settled)
        throw new ConflictError('No element creation is waiting or running; there is nothing to reset')
      return database
    },

    async clear(em, maker, databaseId) {
      const database = await databases.find(em, maker.workspaceId, databaseId)
      const live = await liveTask(em, databaseId)
      if (live) throw new ConflictError(`${whyBusy(live.status)}; cancel it or wait for its end`, live.id)
      await em.fork().transactional(async (em) => {
        await lockCatalog(dbOf(em), databaseId)
        await deleteCatalog(dbOf(em), databaseId)
      })
      return database
    },
  }
}
