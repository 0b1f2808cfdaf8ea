import type { EventRow } from '../../src/tasks/store.sql.ts'

/** Takes in whatever a subscription gives, from now on. */
export function collect(events: AsyncIterableIterator<EventRow>) {
  const got: EventRow[] = []
  const ended = (async () => {
    for await (const event of events) got.push(event)
  })()
  return {
    got,
    /** Resolves when the subscription has come to its end. */
    ended,
    leave: async () => {
      await events.return!()
    },
  }
}

/** All that a subscription gives until it ends. */
export async function everything(events: AsyncIterableIterator<EventRow>): Promise<EventRow[]> {
  const { got, ended } = collect(events)
  await ended
  return got
}
