import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Log } from '../../platform/log.ts'
import type { Db, Orm } from '../../platform/orm.ts'
import type { Credential, Viewer } from '../viewer.ts'
import type { AuditEntry } from './audit.entity.ts'
import { writeEntries } from './audit.sql.ts'
import { openLedger } from './ledger.ts'

declare module '../../graphql/context.ts' {
  interface Context {
    audit: Audit
    /** Of the client, as the server sees it. */
    address: string | null
  }
}

/** Who does something, and how they came. */
export type Occasion = {
  viewer: Viewer
  credential: Credential
  address: string | null
  requestId: string
}

/** What somebody is about to do; `objectIds` with what. */
export type Deed = Pick<AuditEntry, 'action' | 'objectIds'>

/** What became of it. */
export type End = Pick<AuditEntry, 'outcome' | 'code'> & { madeIds?: string[] }

export type Audit = {
  /**
   * Runs a change. Its entry is written in the first transaction of the ORM that it commits, and comes to nothing where that does;
   * where it commits none, right after it. `endOf` is told what it gave, or threw.
   */
  change<T>(
    occasion: Occasion,
    deed: Deed,
    run: () => T | Promise<T>,
    endOf: (ended: { result: T } | { error: unknown }) => End | Promise<End>,
  ): Promise<T>
  /** Reads a secret, which is given away only when its entry is written. */
  read<T>(
    occasion: Occasion,
    deed: Deed,
    run: () => T | Promise<T>,
    endOf: (error: unknown) => End,
  ): Promise<T>
  /** Writes what could not be written yet. */
  close(): Promise<void>
}

/** A change that runs, and the transaction that its entry is in. */
type Running = { entry: AuditEntry; within: object | null; isWritten: boolean }

export function createAudit(orm: Orm, log: Log): Audit {
  const ledger = openLedger(orm, log)
  const running = new AsyncLocalStorage<Running>()

  orm.em.getEventManager().registerSubscriber({
    async beforeTransactionCommit({ transaction }) {
      const change = running.getStore()
      // A savepoint that is released may still be rolled back with what it stands in.
      if (!change || change.within || !isOutermost(transaction)) return
      change.within = transaction
      await writeEntries(transaction as unknown as Db, [change.entry])
    },
    async afterTransactionCommit({ transaction }) {
      const change = running.getStore()
      if (change && change.within === transaction) change.isWritten = true
    },
    async afterTransactionRollback({ transaction }) {
      const change = running.getStore()
      if (change && change.within === transaction && !change.isWritten) change.within = null
    },
  })

  function entryOf({ viewer, credential, address, requestId }: Occasion, deed: Deed): AuditEntry {
    const at = new Date()
    return {
      id: uuid({ msecs: at.getTime() }),
      workspaceId: viewer.workspaceId,
      at,
      userId: viewer.userId,
      role: viewer.role,
      tokenKind: credential.kind,
      tokenId: credential.id,
      address,
      requestId,
      ...deed,
      outcome: 'OK',
      code: null,
    }
  }

  return {
    change(occasion, deed, run, endOf) {
      const change: Running = { entry: entryOf(occasion, deed), within: null, isWritten: false }
      async function settle(end: End) {
        const { outcome, code, madeIds = [] } = end
        const objectIds = [...new Set([...deed.objectIds, ...madeIds])]
        const isNews = outcome !== 'OK' || objectIds.length > deed.objectIds.length
        if (!change.isWritten || isNews)
          await ledger.writeSurely({ ...change.entry, objectIds, outcome, code })
      }
      return running.run(change, async () => {
        let result: Awaited<ReturnType<typeof run>>
        try {
          result = await run()
        } catch (error) {
          await settle(await endOf({ error }))
          throw error
        }
        await settle(await endOf({ result }))
        return result
      })
    },

    async read(occasion, deed, run, endOf) {
      const entry = entryOf(occasion, deed)
      try {
        const secret = await run()
        await ledger.write(entry)
        return secret
      } catch (error) {
        await ledger.writeSurely({ ...entry, ...endOf(error) })
        throw error
      }
    },

    close: () => ledger.close(),
  }
}

/** Of two that are one in another, the ORM names the inner one. */
const isOutermost = (transaction: unknown): transaction is Transaction<unknown> =>
  typeof transaction === 'object' && transaction !== null && !('savepointName' in transaction)
