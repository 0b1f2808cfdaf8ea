import { expect, it } from 'vitest'
import { WorkspaceEventsSubscription } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { collect, useWatched } from './watched.ts'

const watched = useWatched()

it('the socket that subscriptions share stays while one of them is there, however many others both sides end at once', async () => {
  const { newTask, addEvents, settle } = watched
  const { client, states } = watched.connect({ transport: 'websocket' })
  const lasting = client.subscribe(WorkspaceEventsSubscription, {})
  const { seen, ended } = collect(lasting)
  const over = await newTask()
  await settle(over)
  expect(await waitUntil(() => seen.length >= 2, 5_000)).toBe(true)
  // The settling event and the end of the subscription come in one piece.
  for (let time = 0; time < 30; time++)
    for await (const event of client.watchTask(over)) expect(event.task.id).toBe(over)

  const before = seen.length
  await addEvents(await newTask(), 3)
  expect(await waitUntil(() => seen.length >= before + 4, 5_000)).toBe(true)
  expect(states.map(({ state }) => state)).toEqual(['connecting', 'connected'])
  await lasting.return!()
  await ended
})
