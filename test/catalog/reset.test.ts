import { describe, expect, it } from 'vitest'
import { ResetElementCreationMutation } from '../../src/client/operations.ts'
import { useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

const reset = async (databaseId: string, reason?: string) =>
  (await catalogs.quarry.client.request(ResetElementCreationMutation, { databaseId, reason }))
    .resetElementCreation

describe('resetElementCreation', () => {
  it('settles a run that hangs, puts the database back to IDLE, says so in the log, and lets the next one start', async () => {
    const source = await catalogs.source('create table one (id int primary key, check (id > 0))')
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table one in access exclusive mode')
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)

    expect(await reset(source.id, 'it hangs')).toMatchObject({
      database: {
        elementCreation: {
          status: 'IDLE',
          canStart: true,
          reason: 'The last element creation was reset; it can be started again',
          task: null,
          log: expect.stringContaining('WARN Force reset: it hangs (was: RUNNING)'),
        },
      },
    })
    const settled = await catalogs.settled(tasks[0]!.id)
    expect(settled).toMatchObject({ status: 'FAILED', error: { code: 'RESET', retryable: false } })

    const next = await catalogs.start({ databaseIds: [source.id] })
    await holder.query('rollback')
    expect((await catalogs.settled(next.tasks[0]!.id)).status).toBe('COMPLETED')
    expect(await catalogs.task(tasks[0]!.id)).toEqual(settled)
  })

  it('is a conflict where nothing is waiting or running', async () => {
    const source = await catalogs.source('create table one (id int primary key)')
    const conflict = {
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: expect.stringContaining('nothing to reset'),
    }
    expect(await reset(source.id)).toMatchObject(conflict)
    await catalogs.createElements(source.id)
    expect(await reset(source.id)).toMatchObject(conflict)
  })
})
