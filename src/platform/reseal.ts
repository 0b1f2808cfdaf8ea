import type { Db } from './orm.ts'
import type { SealedRow, SealedRows } from './sealed-rows.ts'
import type { Sealer } from './secrets.ts'

const pageSize = 100

export type Progress = { what: string; done: number; of: number }

/** What rows of one kind came to. */
export type Resealed = {
  what: string
  resealed: number
  /** The ids of those that no key opens. */
  closed: string[]
  /** Those that others sealed with an earlier key meanwhile, again and again. */
  left: number
}

type Options = {
  db: Db
  sealer: Sealer
  kinds: SealedRows[]
  onProgress?(progress: Progress): void
  /** Between two pages. */
  signal?: AbortSignal
}

/**
 * Seals everything anew that is not yet sealed with the newest key. A page of rows is one transaction, in which a row is replaced only
 * where it still holds what was read: processes that read and write meanwhile lose nothing. Broken off at any moment, it goes on
 * where it was.
 */
export async function reseal({ db, sealer, kinds, onProgress, signal }: Options): Promise<Resealed[]> {
  const results: Resealed[] = []
  for (const kind of kinds) {
    const { what } = kind
    const result: Resealed = { what, resealed: 0, closed: [], left: 0 }
    let more: boolean
    do {
      // Until there is nothing to do: a process that still seals with an earlier key may have done so behind this one's back.
      more = false
      result.closed = []
      const of = result.resealed + (await kind.count(db, sealer.current))
      for await (const rows of pagesOf(kind, db, sealer.current)) {
        signal?.throwIfAborted()
        const { opened, closed } = openAll(rows, kind, sealer)
        result.closed.push(...closed)
        const replaced = await kind.replace(
          db,
          opened.map(({ row, secret }) => ({
            id: row.id,
            before: row.sealed,
            after: sealer.seal(secret, kind.contextOf(row)),
          })),
        )
        if (replaced > 0) more = true
        result.resealed += replaced
        onProgress?.({ what, done: result.resealed, of })
      }
    } while (more)
    result.left = (await kind.count(db, sealer.current)) - result.closed.length
    results.push(result)
  }
  return results
}

/** How many values there are, how many of them under an earlier key or in an earlier form, and those that no key opens. */
export type Examined = { what: string; count: number; earlier: number; closed: string[] }

/** Opens everything that is sealed, and changes nothing. */
export async function examineSealed({ db, sealer, kinds }: Options): Promise<Examined[]> {
  const results: Examined[] = []
  for (const kind of kinds) {
    const result: Examined = { what: kind.what, count: 0, earlier: 0, closed: [] }
    for await (const rows of pagesOf(kind, db, null)) {
      const { opened, closed } = openAll(rows, kind, sealer)
      result.count += rows.length
      result.closed.push(...closed)
      result.earlier += opened.filter(
        ({ row }) => !row.sealed.subarray(0, sealer.current.length).equals(sealer.current),
      ).length
    }
    results.push(result)
  }
  return results
}

async function* pagesOf(kind: SealedRows, db: Db, except: Buffer | null): AsyncGenerator<SealedRow[]> {
  for (let after: string | null = null; ; ) {
    const rows = await kind.page(db, { after, except, limit: pageSize })
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)!.id
  }
}

function openAll(rows: SealedRow[], kind: SealedRows, sealer: Sealer) {
  const opened: { row: SealedRow; secret: string }[] = []
  const closed: string[] = []
  for (const row of rows) {
    try {
      opened.push({ row, secret: sealer.open(row.sealed, kind.contextOf(row)) })
    } catch {
      closed.push(row.id)
    }
  }
  return { opened, closed }
}
