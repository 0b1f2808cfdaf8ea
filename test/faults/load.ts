import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StartRequest } from '../../src/tasks/tasks.ts'
import type { Subscriber } from './history.ts'
import type { Installation } from './installation.ts'
import type { FaultInput } from './kind.ts'

export type Watch = (taskId: string) => AsyncIterable<Subscriber['received'][number]>
export type LoadOptions = {
  clients: number
  input(client: number): FaultInput
  request?: Partial<StartRequest<FaultInput>>
  /** Null: the installation's own feed. */
  watch?(client: number): Watch | null
}

/**
 * Clients that each start a task of a key of their own, watch it to its end, and start the next. A start that fails is
 * asked for again under the same idempotency key, as one must whose answer was lost.
 */
export function startLoad(installation: Installation, { clients, input, request, watch }: LoadOptions) {
  let stopping = false
  const fromFeed: Watch = (taskId) => installation.feed.taskEvents(taskId, 0)

  async function startUntilTold(client: number): Promise<string> {
    const keys = { exclusiveKey: `client ${client}`, idempotencyKey: randomUUID() }
    const given = input(client)
    for (;;) {
      try {
        return (await installation.start(given, { ...request, ...keys })).id
      } catch {
        await sleep(100)
      }
    }
  }

  async function serve(client: number) {
    while (!stopping) {
      const taskId = await startUntilTold(client)
      const watching = installation.watching(`client ${client}`, taskId)
      for await (const event of (watch?.(client) ?? fromFeed)(taskId)) watching.receive(event)
      watching.end()
    }
  }

  const served = Promise.all(Array.from({ length: clients }, (_, client) => serve(client)))
  served.catch(() => {
    stopping = true
  })
  return {
    /** Resolves when the last tasks have ended. Rejects where a subscription was broken off. */
    async stop() {
      stopping = true
      await served
    },
  }
}
