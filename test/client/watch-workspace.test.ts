import { describe, expect, it } from 'vitest'
import { TaskListQuery, WorkspaceEventsSubscription } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { collect, useWatched } from './watched.ts'

const watched = useWatched()

describe.each(['websocket', 'sse'] as const)('over %s', (transport) => {
  it('watchWorkspace shows what happens, and says after each loss that something may not have been seen', async () => {
    const { proxy, newTask, addEvents, settle, serving } = watched
    const { client } = watched.connect({ transport })
    const before = serving.subscribers.length
    const items = client.watchWorkspace({ kinds: ['ELEMENT_CREATION'] })
    expect((await items.next()).value).toEqual({ type: 'gap' })
    // The server has begun: what is fetched now lacks nothing that does not come after it.
    expect(serving.subscribers.length).toBe(before + 1)
    const { seen, ended } = collect(items)
    const gaps = () => seen.filter(({ type }) => type === 'gap').length
    const taskId = await newTask()
    await addEvents(taskId, 2)
    expect(await waitUntil(() => seen.length >= 3, 5_000)).toBe(true)
    proxy.behave('away')
    proxy.cut()
    await addEvents(taskId, 2)
    proxy.behave('through')
    expect(await waitUntil(() => gaps() === 1, 5_000)).toBe(true)
    const { tasks } = await client.request(TaskListQuery, { first: 1 })
    expect(tasks.nodes[0]).toMatchObject({ id: taskId, __typename: 'ElementCreationTask', isSettled: false })
    await settle(taskId)
    const last = () => seen.at(-1)
    expect(
      await waitUntil(() => {
        const item = last()
        return item?.type === 'event' && item.event.type === 'CANCELLED'
      }, 5_000),
    ).toBe(true)
    await items.return!()
    await ended
  })

  it('watch does the same for any subscription, in the words of the consumer', async () => {
    const { newTask } = watched
    const { client } = watched.connect({ transport })
    const items = client.watch(WorkspaceEventsSubscription, {})
    expect((await items.next()).value).toEqual({ type: 'gap' })
    const taskId = await newTask()
    expect((await items.next()).value).toMatchObject({
      type: 'data',
      data: { workspaceEvents: { task: { id: taskId } } },
    })
    await items.return!()
  })

  it('watchQueues shows the queues as they are, again after each loss', async () => {
    const { proxy } = watched
    const { client } = watched.connect({ transport })
    const queues = client.watchQueues()
    expect((await queues.next()).value).toMatchObject([{ kind: 'ELEMENT_CREATION', workers: 0 }])
    proxy.cut()
    expect((await queues.next()).value).toMatchObject([{ kind: 'ELEMENT_CREATION', workers: 0 }])
    await queues.return!()
  })
})
