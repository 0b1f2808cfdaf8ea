import type { EventRow } from './store.sql.ts'

/** The newest events of one task, read once for all who watch it in this process. */
export type Tail = {
  /** Says that the task has events up to `sequence`. */
  hint(sequence: number): void
  /** The events after `sequence`, oldest first, at most a page; empty where none are known. */
  after(sequence: number): EventRow[] | Promise<EventRow[]>
  /** Whether something is known to come after `sequence`. */
  hasNews(sequence: number): boolean
  /** Calls `wake` at the next hint of something new, until the function that it returns is called. */
  onNews(wake: () => void): () => void
}

/** Kept in memory for those who are up to date; who lags further behind reads the database, at its own pace. */
const ringSize = 512
const pageSize = 256

export function openTail(read: (after: number, limit: number) => Promise<EventRow[]>): Tail {
  /** Successive events without a hole; the newest is the last. */
  let ring: EventRow[] = []
  let hinted = 0
  const waiting = new Set<() => void>()
  const reads = new Map<number, Promise<EventRow[]>>()
  const newest = () => ring.at(-1)?.sequence ?? 0

  async function readPage(sequence: number): Promise<EventRow[]> {
    const told = hinted
    const page = await read(sequence, pageSize)
    // Hints follow their rows. One that has none, for a task that was deleted, must not be looked for for ever.
    if (page.length === 0 && hinted === told) hinted = Math.min(hinted, sequence)
    keep(page)
    return page
  }

  /** Those who ask for the same events at the same time share one read. */
  function readAfter(sequence: number): Promise<EventRow[]> {
    const reading = reads.get(sequence) ?? readPage(sequence).finally(() => reads.delete(sequence))
    reads.set(sequence, reading)
    return reading
  }

  function keep(events: EventRow[]) {
    const fresh = events.filter(({ sequence }) => sequence > newest())
    if (fresh.length === 0) return
    ring = fresh[0]!.sequence === newest() + 1 ? [...ring, ...fresh].slice(-ringSize) : fresh
  }

  function wakeAll() {
    for (const wake of waiting) wake()
  }

  return {
    hint(sequence) {
      if (sequence <= hinted) return
      hinted = sequence
      // Read before they are woken, each of many finds its events here; none has to wait for a promise of its own.
      if (ring.length > 0 && waiting.size > 0) readAfter(newest()).then(wakeAll, wakeAll)
      else wakeAll()
    },
    after(sequence) {
      const oldest = ring[0]?.sequence
      const inRing = oldest !== undefined && sequence >= oldest - 1
      if (!inRing || sequence > newest() || (sequence === newest() && hinted > sequence))
        return readAfter(sequence)
      const from = sequence + 1 - oldest
      return ring.slice(from, from + pageSize)
    },
    hasNews: (sequence) => Math.max(newest(), hinted) > sequence,
    onNews(wake) {
      waiting.add(wake)
      return () => waiting.delete(wake)
    },
  }
}
