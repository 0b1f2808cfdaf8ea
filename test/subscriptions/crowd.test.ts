import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addEvents } from '../server/tasks.ts'
import { type ApiProcess, startApiProcess } from './api.ts'
import { isLong, type Subscribers, startSubscribers, wholeUpTo } from './subscribers.ts'

let api: ApiProcess
let subscribers: Subscribers
beforeAll(async () => {
  api = await startApiProcess()
  subscribers = await startSubscribers(api)
})
afterAll(async () => {
  subscribers?.stop()
  await api?.stop()
})

/** Of both fields, with a part that is loaded for each event. */
const ofTask =
  'subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence task { status } } }'
const ofWorkspace = 'subscription { workspaceEvents { sequence type } }'
const sockets = isLong ? 5_000 : 400
const workspaceSockets = isLong ? 500 : 50
const events = isLong ? 200 : 50

it(
  `one process gives each of ${sockets + 2 * workspaceSockets} subscribers every event of a task, in order`,
  async () => {
    const taskId = await api.startTask()
    const all = { variables: { taskId }, subscriptions: 1 }
    await subscribers.watch({ group: 'task', query: ofTask, sockets, ...all })
    await subscribers.watch({
      group: 'shared sockets',
      query: ofTask,
      sockets: workspaceSockets / 5,
      ...all,
      subscriptions: 5,
    })
    // Nothing but an event says that a subscription to all tasks stands.
    let stands = false
    const watching = subscribers
      .watch({
        group: 'workspace',
        query: ofWorkspace,
        variables: {},
        sockets: workspaceSockets,
        subscriptions: 1,
      })
      .finally(() => {
        stands = true
      })
    while (!stands) {
      await addEvents(api.em, taskId, ['The workspace is watched'])
      await sleep(100)
    }
    const { firsts } = await watching
    expect(firsts).not.toContain(0)

    for (let event = 0; event < events; event++) await addEvents(api.em, taskId, ['At work'])
    const last = await api.lastSequence(taskId)
    expect(last).toBeGreaterThan(Math.max(...firsts) + events - 1)
    expect(await subscribers.awaitEvent('task', last, 60_000)).toEqual(wholeUpTo(last, sockets))
    expect(await subscribers.awaitEvent('shared sockets', last)).toEqual(wholeUpTo(last, workspaceSockets))
    expect(await subscribers.awaitEvent('workspace', last)).toEqual({
      firsts,
      lasts: Array(workspaceSockets).fill(last),
      broken: [],
    })
  },
  isLong ? 600_000 : 60_000,
)
