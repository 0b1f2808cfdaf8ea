import type { EntityManager, EntityName, FilterQuery, QueryOrderMap } from '@mikro-orm/core'
import { CursorError } from '@mikro-orm/core'
import { decodeCursor, decodeValues, encodeCursor, encodeValues } from './cursors.ts'
import { PageError } from './page-error.ts'

export type PageArguments = {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

export const defaultPageSize = 20
export const largestPageSize = 100

/** @throws PageError for a page that is no page */
export function checkPage({ first, last }: PageArguments): void {
  if (first != null && last != null) throw new PageError('Give first or last, not both')
  for (const [name, size] of Object.entries({ first, last })) {
    if (size != null && (size < 1 || size > largestPageSize)) {
      throw new PageError(`${name} must be from 1 to ${largestPageSize}`)
    }
  }
}

export type Page<Node> = {
  edges: { cursor: string; node: Node }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
  /** Counted only where it is asked for. */
  totalCount: () => Promise<number>
}

/**
 * One page of a list, by keyset: pages neither overlap nor leave a hole where rows come and go meanwhile. `orderBy` must
 * end with a unique key. 20 items unless `first` or `last` say how many, 100 at most.
 * @throws PageError for arguments that are no page
 */
export async function pageOf<Node extends object>(
  em: EntityManager,
  entity: EntityName<Node>,
  args: PageArguments,
  { where, orderBy }: { where: FilterQuery<Node>; orderBy: QueryOrderMap<Node>[] },
): Promise<Page<Node>> {
  checkPage(args)
  const totalCount = () => em.fork().count(entity, where as never)
  const size = args.first ?? args.last ?? defaultPageSize
  const list = em.getMetadata().get(entity).className
  const place = (cursor: string) => encodeValues(decodeCursor(list, cursor))
  const name = (cursor: string) => encodeCursor(list, decodeValues(cursor))
  const found = await em
    .fork()
    .findByCursor(entity, {
      where: where as never,
      orderBy: orderBy as never,
      includeCount: false,
      ...(args.last != null ? { last: size } : { first: size }),
      ...(args.after != null && { after: place(args.after) }),
      ...(args.before != null && { before: place(args.before) }),
    })
    .catch((error: unknown) => {
      throw error instanceof CursorError || isBadCursor(error)
        ? new PageError('That is no cursor of this list')
        : error
    })
  return {
    edges: found.items.map((node) => ({ cursor: name(found.from(node as never)), node: node as Node })),
    pageInfo: {
      hasNextPage: found.hasNextPage,
      hasPreviousPage: found.hasPrevPage,
      startCursor: found.startCursor && name(found.startCursor),
      endCursor: found.endCursor && name(found.endCursor),
    },
    totalCount,
  }
}

/** A made-up cursor may hold values that the column's type refuses. */
const isBadCursor = (error: unknown) => /^22(?!021)/.test((error as { code?: string }).code ?? '')
