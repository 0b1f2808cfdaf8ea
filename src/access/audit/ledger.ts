import type { Log } from '../../platform/log.ts'
import { dbOf, type Orm } from '../../platform/orm.ts'
import type { AuditEntry } from './audit.entity.ts'
import { writeEntries } from './audit.sql.ts'

/** Where entries are written that no transaction took along. */
export type Ledger = {
  /** Those that come at one moment leave in one statement. Rejects where they could not be written. */
  write(entry: AuditEntry): Promise<void>
  /** As `write`; what cannot be written now is written later, or at least in the log. Never rejects. */
  writeSurely(entry: AuditEntry): Promise<void>
  /** Writes what is left. */
  close(): Promise<void>
}

const retryMs = 1_000
const mostWaiting = 10_000
/** SQLSTATE 23503: its workspace is gone, and with it all of its entries. */
const foreignKeyViolation = '23503'

export function openLedger(orm: Orm, log: Log): Ledger {
  let batch: { entries: AuditEntry[]; written: Promise<void> } | null = null
  const waiting = new Map<string, AuditEntry>()
  let timer: NodeJS.Timeout | null = null

  function write(entry: AuditEntry): Promise<void> {
    if (!batch) {
      const opened: AuditEntry[] = []
      const written = Promise.resolve().then(() => {
        batch = null
        return writeEntries(dbOf(orm.em.fork()), opened)
      })
      batch = { entries: opened, written }
    }
    batch.entries.push(entry)
    return batch.written
  }

  const lost = (entry: AuditEntry, error: unknown) =>
    log.error({ err: error, audit: entry }, 'An entry of the audit log could not be written; here it is')

  function keep(entry: AuditEntry, error: unknown) {
    if ((error as { code?: string }).code === foreignKeyViolation || waiting.size >= mostWaiting)
      return lost(entry, error)
    if (waiting.size === 0)
      log.warn({ err: error }, 'The audit log cannot be written to; its entries are kept until it can')
    waiting.set(entry.id, entry)
    timer ??= setTimeout(retry, retryMs).unref()
  }

  async function retry(): Promise<void> {
    timer = null
    const entries = [...waiting.values()]
    waiting.clear()
    // Each by itself: one that can never be written holds up no other.
    for (const entry of entries) {
      try {
        await writeEntries(dbOf(orm.em.fork()), [entry])
      } catch (error) {
        keep(entry, error)
      }
    }
  }

  return {
    write,
    writeSurely: (entry) => write(entry).catch((error) => keep(entry, error)),
    async close() {
      if (timer) clearTimeout(timer)
      await batch?.written.catch(() => {})
      if (waiting.size > 0) await retry()
      if (timer) clearTimeout(timer)
      for (const entry of waiting.values()) lost(entry, new Error('The process ends'))
      waiting.clear()
    },
  }
}
